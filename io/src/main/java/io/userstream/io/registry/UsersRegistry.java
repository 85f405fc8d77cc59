package io.userstream.io.registry;

import io.userstream.io.options.OptionReader;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of a users topic in the registry. Immutable.
 *
 * @param connection connects to the registry
 * @param topic the users topic
 * @param lookupTimeout how long to retry the lookup of an unknown schema
 */
public record UsersRegistry(RegistryConnection connection, String topic, Duration lookupTimeout) {
  private static final Logger LOG = LoggerFactory.getLogger(UsersRegistry.class);
  private static final long RETRY_PAUSE_MS = 500;

  /**
   * Reads the registry options.
   *
   * @param reader collects problems
   * @return empty if no registry is configured
   */
  public static Optional<UsersRegistry> read(
      RegistryOptions options, String topic, OptionReader reader) {
    Duration lookupTimeout =
        reader.duration("schemaLookupTimeout", options.getSchemaLookupTimeout(), "0s", "5m");
    return RegistryConnection.read(options, reader)
        .map(connection -> new UsersRegistry(connection, topic, lookupTimeout));
  }

  /**
   * Waits for the registry and checks that this build can read every schema of the topic.
   *
   * @param timeout how long to wait for the registry
   * @throws io.userstream.runloop.servers.ServerException if the registry is down, or a schema is
   *     missing or cannot be read
   */
  public UsersSubject require(Duration timeout) throws InterruptedException {
    return await(timeout, subject -> !subject.isEmpty()).requireReadable();
  }

  /**
   * Does the same as {@link #require} for a job that writes.
   *
   * @return the id of this build's schema
   * @throws io.userstream.runloop.servers.ServerException see {@link #require}; also if this
   *     build's schema is not registered
   */
  public int requireOwnId(Duration timeout) throws InterruptedException {
    return await(timeout, subject -> subject.ownId().isPresent()).requireReadable().requireOwnId();
  }

  /**
   * Requests the subject until it is as expected, for up to the lookup timeout, because the node
   * that responds may not know yet what {@code setup} has just registered at another node.
   */
  private UsersSubject await(Duration timeout, Predicate<UsersSubject> expected)
      throws InterruptedException {
    RegistryClient registry = new RegistryClient(connection);
    long start = System.nanoTime();
    boolean isLogged = false;
    while (true) {
      UsersSubject subject = registry.await(timeout, asked -> UsersSubject.of(asked, topic));
      if (expected.test(subject) || System.nanoTime() - start >= lookupTimeout.toNanos()) {
        return subject;
      }
      if (!isLogged) {
        LOG.warn(
            "A schema of subject {} is unknown to {}: retrying for up to {} ms",
            UsersSubject.name(topic),
            registry,
            lookupTimeout.toMillis());
        isLogged = true;
      }
      Thread.sleep(RETRY_PAUSE_MS);
    }
  }

  /** Returns the name for messages. */
  @Override
  public String toString() {
    return connection.toString();
  }
}
