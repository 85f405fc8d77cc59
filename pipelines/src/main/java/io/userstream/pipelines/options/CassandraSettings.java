package io.userstream.pipelines.options;

import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.Session;
import com.google.common.collect.Sets;
import io.userstream.io.cassandra.CassandraConnection;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a job makes of {@link CassandraOptions}. */
public final class CassandraSettings {
  /**
   * A job writes and asks: ANY is no level of reads, SERIAL and LOCAL_SERIAL are none of writes.
   */
  private static final Set<ConsistencyLevel> LEVELS =
      Sets.immutableEnumSet(
          EnumSet.complementOf(
              EnumSet.of(
                  ConsistencyLevel.ANY, ConsistencyLevel.SERIAL, ConsistencyLevel.LOCAL_SERIAL)));

  private CassandraSettings() {}

  /** What is wrong with the options, one line each; looks whether the secret is there. */
  public static List<String> problems(CassandraOptions options) {
    OptionProblems problems =
        new OptionProblems()
            .hosts("cassandraHosts", options.getCassandraHosts())
            .range("cassandraPort", options.getCassandraPort(), 1, 65535)
            .identifier("cassandraKeyspace", options.getCassandraKeyspace())
            .identifier("cassandraTable", options.getCassandraTable())
            .secret("cassandraPassword", options.getCassandraPassword())
            .check(
                "cassandraConsistency",
                options.getCassandraConsistency(),
                CassandraSettings::consistency);
    if (options.getCassandraUsername() == null && options.getCassandraPassword() != null) {
      problems.add("cassandraPassword", "needs --cassandraUsername beside it");
    }
    if (options.getCassandraUsername() != null && options.getCassandraPassword() == null) {
      problems.add("cassandraUsername", "needs --cassandraPassword beside it");
    }
    return problems.list();
  }

  /** The contact points, by default localhost. */
  public static List<String> hosts(CassandraOptions options) {
    List<String> hosts = options.getCassandraHosts();
    return hosts == null || hosts.isEmpty() ? List.of("localhost") : hosts;
  }

  /** The consistency level of the options. */
  public static ConsistencyLevel consistency(CassandraOptions options) {
    return consistency(options.getCassandraConsistency());
  }

  /**
   * Returns the way to the cluster; resolves the password.
   *
   * @throws IllegalArgumentException when the password is not where the options say
   */
  public static CassandraConnection connection(CassandraOptions options) {
    return CassandraConnection.builder()
        .setHosts(hosts(options))
        .setPort(options.getCassandraPort())
        .setUsername(options.getCassandraUsername())
        .setPassword(SecretReference.resolve(options.getCassandraPassword()))
        .setLocalDc(options.getCassandraLocalDc())
        .setConsistency(consistency(options))
        .build();
  }

  /** Waits for a node; see {@link CassandraConnection#await}. */
  public static Session await(CassandraOptions options, Duration timeout)
      throws InterruptedException {
    return connection(options).await(timeout);
  }

  private static ConsistencyLevel consistency(String name) {
    return LEVELS.stream()
        .filter(level -> level.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "is not a consistency level of reads and writes: "
                        + LEVELS.stream().map(Enum::name).collect(Collectors.joining(", "))));
  }
}
