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
 * Opens lookups in the registry. Contains the schemas that were registered for the topic when the
 * job started, so that a worker can decode them even if the registry is down.
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
   * Waits for the registry and checks the schemas of the topic.
   *
   * @param registry empty for lookups that find no schema
   * @param timeout how long to wait for the registry in this method
   * @param patience how long a later lookup waits for a registry that is down
   * @param recordsMayBeNewer whether a lookup is used for records that are written after it was
   *     opened
   * @throws io.userstream.runloop.servers.ServerException see {@link UsersRegistry#require}
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
