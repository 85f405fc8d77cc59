package io.userstream.io.decoding;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.registry.LookupPatience;
import io.userstream.io.registry.RegistryConnection;
import io.userstream.io.registry.RegistryLookup;
import io.userstream.io.registry.UsersRegistry;
import io.userstream.model.SchemaLookup;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Finds schemas in the registry. Carries those that were registered for the topic when the job
 * started, so that a worker that starts while the registry is down reads them too.
 */
public final class RegisteredSchemas implements SchemaLookupFactory {
  private static final long serialVersionUID = 1L;

  private final RegistryConnection connection;
  private final ImmutableMap<Integer, Schema> known;
  private final LookupPatience patience;
  private final boolean recordsMayBeNewer;

  private RegisteredSchemas(
      RegistryConnection connection,
      ImmutableMap<Integer, Schema> known,
      LookupPatience patience,
      boolean recordsMayBeNewer) {
    this.connection = connection;
    this.known = known;
    this.patience = patience;
    this.recordsMayBeNewer = recordsMayBeNewer;
  }

  /**
   * Waits for the registry, and checks what is registered for the topic.
   *
   * @param registry empty if there is none: then no schema is known
   * @param timeout how long to wait for the registry now
   * @param patience how long a lookup waits, later, for a registry that is down
   * @param recordsMayBeNewer whether a lookup meets records that are written after its opening
   * @throws io.userstream.runloop.servers.ServerException as {@link UsersRegistry#require}
   */
  public static SchemaLookupFactory require(
      Optional<UsersRegistry> registry,
      Duration timeout,
      Duration patience,
      boolean recordsMayBeNewer)
      throws InterruptedException {
    if (registry.isEmpty()) {
      return () -> SchemaLookup.NONE;
    }
    return new RegisteredSchemas(
        registry.get().connection(),
        registry.get().require(timeout).schemas(),
        new LookupPatience(patience, registry.get().lookupTimeout()),
        recordsMayBeNewer);
  }

  @Override
  public SchemaLookup open() {
    return new RegistryLookup(connection, known, patience, recordsMayBeNewer);
  }
}
