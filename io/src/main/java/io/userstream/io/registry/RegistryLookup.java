package io.userstream.io.registry;

import io.userstream.io.ServerUnavailableException;
import io.userstream.model.SchemaLookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import org.apache.avro.Schema;

/**
 * Finds schemas in a registry, and asks for each one once in the life of this JVM: what an id means
 * never changes. A registry that is away is therefore missed only by records with an id that has
 * not been met.
 *
 * <p>That an id is not known is remembered by this lookup alone. Who writes a record has registered
 * its schema before, so the answer holds for every record that was in its topic when the lookup was
 * opened, and for no other.
 *
 * <p>Safe for use by several threads.
 */
public final class RegistryLookup implements SchemaLookup {
  /** Enough for a topic full of broken records of one kind; little memory when ids are random. */
  private static final int MAX_UNKNOWN = 10_000;

  /**
   * Static, because runners make the DoFns that decode anew for each run: a cache in them would not
   * outlive an outage of the registry.
   */
  private static final Map<RegistryConnection, Map<Integer, Schema>> MET =
      new ConcurrentHashMap<>();

  private final SchemaRegistry registry;
  private final Map<Integer, Schema> met;
  private final Duration patience;
  private final boolean recordsMayBeNewer;
  private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();

  /**
   * Opens a lookup.
   *
   * @param known schemas that were asked for elsewhere, by id: those need no registry
   * @param patience how long to wait, visibly, for a registry that is away
   * @param recordsMayBeNewer whether there will be records that are written after this call
   */
  public RegistryLookup(
      RegistryConnection connection,
      Map<Integer, Schema> known,
      Duration patience,
      boolean recordsMayBeNewer) {
    this.registry = new SchemaRegistry(connection);
    this.met = MET.computeIfAbsent(connection, each -> new ConcurrentHashMap<>());
    this.patience = patience;
    this.recordsMayBeNewer = recordsMayBeNewer;
    met.putAll(known);
  }

  @Nullable
  @Override
  public Schema byId(int id) {
    Schema schema = met.get(id);
    if (schema != null || unknown.contains(id)) {
      return schema;
    }
    Optional<Schema> found = ask(id);
    if (found.isPresent()) {
      met.put(id, found.get());
    } else if (!recordsMayBeNewer && unknown.size() < MAX_UNKNOWN) {
      unknown.add(id);
    }
    return found.orElse(null);
  }

  private Optional<Schema> ask(int id) {
    try {
      return patience.isZero() ? registry.byId(id) : registry.await(patience, it -> it.byId(id));
    } catch (IOException | ServerUnavailableException e) {
      throw away(id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(id, e);
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
