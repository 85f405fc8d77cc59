package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.registry.LookupPatience;
import io.userstream.io.registry.RegistryConnection;
import io.userstream.io.registry.RegistryLookup;
import io.userstream.io.registry.UsersSubject;
import io.userstream.model.SchemaLookup;
import io.userstream.pipelines.options.ConnectOptions;
import io.userstream.pipelines.options.KafkaOptions;
import io.userstream.pipelines.options.RegistryOptions;
import io.userstream.pipelines.options.RegistrySettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Finds schemas in the registry. Carries those that were registered for the topic when the job
 * began, so that a worker that starts while the registry is away reads them too.
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
   * Waits for the registry, and checks what is registered for the topic; without a registry in the
   * options, no schema is known.
   *
   * @param registryPatience how long a lookup waits, later, for a registry that is down
   * @param recordsMayBeNewer whether a lookup meets records that are written after its opening
   * @throws io.userstream.runloop.servers.ServerException as {@link RegistrySettings#require}
   */
  public static <T extends RegistryOptions & KafkaOptions & ConnectOptions>
      SchemaLookupFactory require(T options, Duration registryPatience, boolean recordsMayBeNewer)
          throws InterruptedException {
    Optional<UsersSubject> subject = RegistrySettings.require(options);
    return subject.isEmpty()
        ? () -> SchemaLookup.NONE
        : new RegisteredSchemas(
            RegistrySettings.connection(options).orElseThrow(),
            subject.get().schemas(),
            new LookupPatience(registryPatience, RegistrySettings.lookupTimeout(options)),
            recordsMayBeNewer);
  }

  @Override
  public SchemaLookup open() {
    return new RegistryLookup(connection, known, patience, recordsMayBeNewer);
  }
}
