package io.userstream.io.registry;

import io.userstream.model.SchemaLookup;
import io.userstream.runloop.servers.Backoff;
import io.userstream.runloop.servers.ServerUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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
 * Finds schemas in a registry, and asks for each one once in the life of this JVM: what an id means
 * never changes. If the registry is down, only records with an id that this JVM has not met need
 * it.
 *
 * <p>A node of a registry cluster may not have heard of a schema that another node has just
 * registered. So an id that the registry does not know is asked for again, for as long as {@link
 * LookupPatience#unknownSchema}, before the lookup returns null. Then the id is remembered for some
 * minutes ({@link UnknownSchemas}); in that time each lookup asks for it only once. Ids that stay
 * unknown make a lookup wait at most {@value #WAITS} times as long in total. After that every
 * record that was in its topic when the lookup was opened is older than the patience, which is
 * enough for any node to have heard of its schema.
 *
 * <p>Safe for use by several threads.
 */
public final class RegistryLookup implements SchemaLookup {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryLookup.class);

  private static final int WAITS = 3;
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

  /** Enough for a topic full of broken records of one kind; little memory when ids are random. */
  private static final int MAX_UNKNOWN = 10_000;

  /**
   * Static, because a runner creates the DoFns that decode anew for each run: a cache in them would
   * not outlive an outage of the registry.
   */
  private static final Map<RegistryConnection, Met> MET = new ConcurrentHashMap<>();

  private final RegistryClient registry;
  private final Met met;
  private final LookupPatience patience;
  private final boolean recordsMayBeNewer;
  private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();
  private final AtomicLong waitedNanos = new AtomicLong();

  /** What all lookups of this JVM have learnt of a registry. */
  private record Met(Map<Integer, Schema> schemas, UnknownSchemas unknown, Set<Integer> waitedFor) {
    Met() {
      this(
          new ConcurrentHashMap<>(),
          new UnknownSchemas(System::nanoTime),
          ConcurrentHashMap.newKeySet());
    }
  }

  /**
   * Opens a lookup.
   *
   * @param known schemas that were asked for elsewhere, by id: those need no registry
   * @param recordsMayBeNewer whether there will be records that are written after this call
   */
  public RegistryLookup(
      RegistryConnection connection,
      Map<Integer, Schema> known,
      LookupPatience patience,
      boolean recordsMayBeNewer) {
    this.registry = new RegistryClient(connection);
    this.met = MET.computeIfAbsent(connection, each -> new Met());
    this.patience = patience;
    this.recordsMayBeNewer = recordsMayBeNewer;
    met.schemas.putAll(known);
  }

  @Nullable
  @Override
  public Schema byId(int id) {
    Schema schema = met.schemas.get(id);
    if (schema != null || unknown.contains(id)) {
      return schema;
    }
    Optional<Schema> found = find(id);
    if (found.isPresent()) {
      met.schemas.put(id, found.get());
      met.unknown.forget(id);
    } else if (!recordsMayBeNewer && unknown.size() < MAX_UNKNOWN) {
      unknown.add(id);
    }
    return found.orElse(null);
  }

  private Optional<Schema> find(int id) {
    try {
      Optional<Schema> found = ask(id);
      return found.isPresent() || met.unknown.contains(id) ? found : askAgain(id);
    } catch (IOException | ServerUnavailableException e) {
      throw away(id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(id, e);
    }
  }

  private Optional<Schema> ask(int id) throws IOException, InterruptedException {
    return patience.registry().isZero()
        ? registry.byId(id)
        : registry.await(patience.registry(), it -> it.byId(id));
  }

  /** Asks until the registry knows the id, or the patience is spent; at least once. */
  private Optional<Schema> askAgain(int id) throws IOException, InterruptedException {
    long limit = patience.unknownSchema().toNanos();
    if (limit == 0) {
      return Optional.empty();
    }
    if (waitedNanos.get() >= WAITS * limit) {
      Optional<Schema> found = ask(id); // Perhaps of another node.
      if (found.isEmpty()) {
        met.unknown.declare(id);
      }
      return found;
    }
    boolean isFirst = met.waitedFor.add(id);
    if (isFirst) {
      LOG.warn(
          "Schema id {} is unknown to {}: asking again for up to {} ms",
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
        met.waitedFor.remove(id);
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
        LOG.info("Schema id {} is known to {} now", id, registry);
        return found;
      }
      if (System.nanoTime() - deadlineNanos >= 0) {
        if (met.unknown.declare(id)) {
          LOG.warn(
              "Schema id {} is still unknown to {}: its records count as unknown-schema",
              id,
              registry);
        }
        return Optional.empty();
      }
    }
  }

  /**
   * With the whole message in the innermost cause, for that is what is shown of a run that failed.
   */
  private UncheckedIOException away(int id, Exception e) {
    IOException away =
        new IOException(
            String.format("%s cannot be asked for schema id %d: %s", registry, id, e.getMessage()));
    away.addSuppressed(e);
    return new UncheckedIOException(away.getMessage(), away);
  }
}
