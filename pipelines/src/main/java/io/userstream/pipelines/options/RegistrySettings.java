package io.userstream.pipelines.options;

import io.userstream.io.registry.RegistryConnection;
import io.userstream.io.registry.SchemaRegistry;
import io.userstream.io.registry.UsersSubject;
import java.util.List;
import java.util.Optional;

/** What a job makes of {@link RegistryOptions}. */
public final class RegistrySettings {
  private RegistrySettings() {}

  /** What is wrong with the options, one line each; looks whether the secret is there. */
  public static List<String> problems(RegistryOptions options) {
    OptionProblems problems =
        new OptionProblems().secret("schemaRegistryPassword", options.getSchemaRegistryPassword());
    try {
      if (options.getSchemaRegistry() != null) {
        RegistryConnection.checkAddress(options.getSchemaRegistry());
      }
    } catch (IllegalArgumentException e) {
      problems.add("schemaRegistry", e.getMessage());
    }
    boolean hasUser = options.getSchemaRegistryUsername() != null;
    boolean hasPassword = options.getSchemaRegistryPassword() != null;
    if (hasUser && !hasPassword) {
      problems.add("schemaRegistryUsername", "needs --schemaRegistryPassword beside it");
    }
    if (hasPassword && !hasUser) {
      problems.add("schemaRegistryPassword", "needs --schemaRegistryUsername beside it");
    }
    if ((hasUser || hasPassword) && options.getSchemaRegistry() == null) {
      problems.add("schemaRegistry", "is needed beside its user name and password");
    }
    return problems.list();
  }

  /** The way to the registry; empty when the options name none. Resolves the password. */
  public static Optional<RegistryConnection> connection(RegistryOptions options) {
    return Optional.ofNullable(options.getSchemaRegistry())
        .map(
            address ->
                RegistryConnection.of(
                    address,
                    options.getSchemaRegistryUsername(),
                    SecretReference.resolve(options.getSchemaRegistryPassword())));
  }

  /**
   * Waits for the registry, and checks that this build reads what is registered for the topic.
   *
   * @return what is registered; empty when the options name no registry
   * @throws io.userstream.io.ServerException when the registry is not there, or a schema is missing
   *     or does not fit
   */
  public static <T extends RegistryOptions & KafkaOptions & ConnectOptions>
      Optional<UsersSubject> require(T options) throws InterruptedException {
    Optional<RegistryConnection> connection = connection(options);
    if (connection.isEmpty()) {
      return Optional.empty();
    }
    UsersSubject subject =
        new SchemaRegistry(connection.get())
            .await(
                ConnectSettings.timeout(options),
                registry -> UsersSubject.of(registry, options.getTopic()));
    return Optional.of(subject.requireReadable());
  }
}
