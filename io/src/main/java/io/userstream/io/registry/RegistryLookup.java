package io.userstream.io.registry;

import io.userstream.model.RejectReason;
import io.userstream.model.RejectedUserException;
import io.userstream.model.SchemaLookup;
import io.userstream.runloop.servers.Backoff;
import io.userstream.runloop.servers.ServerUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nullable;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds schemas in a registry. Schemas never change, so each one is requested once per JVM. While
 * the registry is down, only records with an id that this JVM has not seen fail.
 *
 * <p>A node of a registry cluster may not know a schema that another node has just registered. The
 * lookup therefore retries unknown ids for {@link LookupPatience#unknownSchema} before it returns
 * null. It then remembers the id for some minutes ({@link UnknownSchemas}), during which each
 * lookup requests it only once. In total, a lookup waits at most {@value #WAITS} times the patience
 * for unknown ids. After that, every record that was in the topic when the lookup was opened is
 * older than the patience, so every node knows its schema.
 *
 * <p>Thread-safe.
 */
public final class RegistryLookup implements SchemaLookup {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryLookup.class);

  private static final int WAITS = 3;
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

  /** Enough for a topic full of similar broken records, but little memory if ids are random. */
  private static final int MAX_UNKNOWN = 10_000;

  /**
   * Static, because runners create new DoFns for each run. A cache in them would not help during an
   * outage of the registry.
   */
  private static final Map<RegistryConnection, Cache> CACHES = new ConcurrentHashMap<>();

  private final RegistryClient registry;
  private final Cache cache;
  private final LookupPatience patience;
  private final boolean recordsMayBeNewer;
  private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();
  private final AtomicLong waitedNanos = new AtomicLong();

  /** The state that all lookups of this JVM share for a registry. */
  private record Cache(
      Map<Integer, Schema> schemas,
      Map<Integer, String> unreadable,
      UnknownSchemas unknown,
      Set<Integer> waitedFor) {
    Cache() {
      this(
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new UnknownSchemas(System::nanoTime),
          ConcurrentHashMap.newKeySet());
    }
  }

  /**
   * Opens a lookup.
   *
   * @param known schemas by id that were requested elsewhere and need no lookup
   * @param recordsMayBeNewer whether the lookup is used for records that are written after this
   *     call
   */
  public RegistryLookup(
      RegistryConnection connection,
      Map<Integer, Schema> known,
      LookupPatience patience,
      boolean recordsMayBeNewer) {
    this.registry = new RegistryClient(connection);
    this.cache = CACHES.computeIfAbsent(connection, each -> new Cache());
    this.patience = patience;
    this.recordsMayBeNewer = recordsMayBeNewer;
    cache.schemas.putAll(known);
  }

  @Nullable
  @Override
  public Schema byId(int id) throws RejectedUserException {
    Schema schema = cache.schemas.get(id);
    if (schema != null || unknown.contains(id)) {
      return schema;
    }
    if (cache.unreadable.containsKey(id)) {
      throw rejected(id);
    }
    Optional<Schema> found;
    try {
      found = find(id);
    } catch (UnreadableSchemaException e) {
      cache.unreadable.put(id, e.getMessage());
      throw rejected(id);
    }
    if (found.isPresent()) {
      cache.schemas.put(id, found.get());
      cache.unknown.forget(id);
    } else if (!recordsMayBeNewer && unknown.size() < MAX_UNKNOWN) {
      unknown.add(id);
    }
    return found.orElse(null);
  }

  private RejectedUserException rejected(int id) {
    return new RejectedUserException(
        RejectReason.UNKNOWN_SCHEMA, "schema id " + id + " " + cache.unreadable.get(id));
  }

  private Optional<Schema> find(int id) {
    try {
      Optional<Schema> found = ask(id);
      return found.isPresent() || cache.unknown.contains(id) ? found : askAgain(id);
    } catch (IOException | ServerUnavailableException e) {
      throw failed(id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(id, e);
    }
  }

  private Optional<Schema> ask(int id) throws IOException, InterruptedException {
    return patience.registry().isZero()
        ? registry.byId(id)
        : registry.await(patience.registry(), it -> it.byId(id));
  }

  /** Retries until the registry knows the id or the patience is over, but at least once. */
  private Optional<Schema> askAgain(int id) throws IOException, InterruptedException {
    long limit = patience.unknownSchema().toNanos();
    if (limit == 0) {
      return Optional.empty();
    }
    if (waitedNanos.get() >= WAITS * limit) {
      Optional<Schema> found = ask(id); // Another node may respond.
      if (found.isEmpty()) {
        cache.unknown.declare(id);
      }
      return found;
    }
    boolean isFirst = cache.waitedFor.add(id);
    if (isFirst) {
      LOG.warn(
          "Schema id {} is unknown to {}: retrying for up to {} ms",
          id,
          registry,
          patience.unknownSchema().toMillis());
    }
    long start = System.nanoTime();
    try {
      return askUntil(id, start + limit);
    } finally {
      waitedNanos.addAndGet(System.nanoTime() - start);
      if (isFirst) {
        cache.waitedFor.remove(id);
      }
    }
  }

  private Optional<Schema> askUntil(int id, long deadlineNanos)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      Thread.sleep(Math.max(1, Math.min(BACKOFF.after(attempt).toMillis(), leftMs)));
      Optional<Schema> found = ask(id);
      if (found.isPresent()) {
        LOG.info("Schema id {} is now known to {}", id, registry);
        return found;
      }
      if (System.nanoTime() - deadlineNanos >= 0) {
        if (cache.unknown.declare(id)) {
          LOG.warn(
              "Schema id {} is still unknown to {}: rejecting its records as unknown-schema",
              id,
              registry);
        }
        return Optional.empty();
      }
    }
  }

  /** Returns an exception with the whole message in the innermost cause, which the job logs. */
  private UncheckedIOException failed(int id, Exception e) {
    IOException failed =
        new IOException(
            String.format(
                Locale.ROOT,
                "%s: lookup of schema id %d failed: %s",
                registry,
                id,
                e.getMessage()));
    failed.addSuppressed(e);
    return new UncheckedIOException(failed.getMessage(), failed);
  }
}
