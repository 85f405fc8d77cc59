package io.userstream.pipelines.options;

import io.userstream.io.registry.RegistryClient;
import io.userstream.io.registry.RegistryConnection;
import io.userstream.io.registry.UsersSubject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a job makes of {@link RegistryOptions}. */
public final class RegistrySettings {
  private static final Logger LOG = LoggerFactory.getLogger(RegistrySettings.class);
  private static final long ASK_AGAIN_MS = 500;

  private RegistrySettings() {}

  /** What is wrong with the options, one line each; looks whether the secret is there. */
  public static List<String> problems(RegistryOptions options) {
    OptionProblems problems =
        new OptionProblems()
            .secret("schemaRegistryPassword", options.getSchemaRegistryPassword())
            .duration("schemaLookupTimeout", options.getSchemaLookupTimeout(), "0s", "5m");
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

  /** Returns how long a lookup asks again for a schema that the registry does not know. */
  public static Duration lookupTimeout(RegistryOptions options) {
    return Durations.parse(options.getSchemaLookupTimeout());
  }

  /**
   * Waits for the registry, and checks that this build reads what is registered for the topic.
   *
   * @return what is registered; empty when the options name no registry
   * @throws io.userstream.runloop.servers.ServerException when the registry is down, or a schema is
   *     missing or does not fit
   */
  public static <T extends RegistryOptions & KafkaOptions & ConnectOptions>
      Optional<UsersSubject> require(T options) throws InterruptedException {
    return await(options, subject -> !subject.isEmpty()).map(UsersSubject::requireReadable);
  }

  /**
   * Does the same for a job that writes.
   *
   * @return the id of this build's own schema; empty when the options name no registry
   * @throws io.userstream.runloop.servers.ServerException as {@link #require}, and when it is not
   *     registered
   */
  public static <T extends RegistryOptions & KafkaOptions & ConnectOptions>
      Optional<Integer> requireOwnId(T options) throws InterruptedException {
    return await(options, subject -> subject.ownId().isPresent())
        .map(subject -> subject.requireReadable().requireOwnId());
  }

  /**
   * Asks for the subject until it is as expected, or has not become so within the lookup timeout:
   * the node that answers may not have heard of what {@code setup} has just registered at another.
   */
  private static <T extends RegistryOptions & KafkaOptions & ConnectOptions>
      Optional<UsersSubject> await(T options, Predicate<UsersSubject> expected)
          throws InterruptedException {
    Optional<RegistryConnection> connection = connection(options);
    if (connection.isEmpty()) {
      return Optional.empty();
    }
    RegistryClient registry = new RegistryClient(connection.get());
    long start = System.nanoTime();
    Duration limit = lookupTimeout(options);
    boolean isSaid = false;
    while (true) {
      UsersSubject subject =
          registry.await(
              ConnectSettings.timeout(options), it -> UsersSubject.of(it, options.getTopic()));
      if (expected.test(subject) || System.nanoTime() - start >= limit.toNanos()) {
        return Optional.of(subject);
      }
      if (!isSaid) {
        LOG.warn(
            "A schema of subject {} is unknown to {}: asking again for up to {} ms",
            UsersSubject.name(options.getTopic()),
            registry,
            limit.toMillis());
        isSaid = true;
      }
      Thread.sleep(ASK_AGAIN_MS);
    }
  }
}
