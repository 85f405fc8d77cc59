package io.userstream.io.cassandra;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.Host;
import com.datastax.driver.core.QueryOptions;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.policies.DCAwareRoundRobinPolicy;
import com.datastax.driver.core.policies.TokenAwarePolicy;
import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.io.tls.ClearText;
import io.userstream.io.tls.TlsSettings;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Connection settings for a Cassandra cluster. Immutable. {@code toString} omits the credentials.
 */
@AutoValue
public abstract class CassandraConnection {
  /**
   * The levels that both reads and writes accept: reads reject ANY, writes SERIAL and LOCAL_SERIAL.
   */
  private static final Set<ConsistencyLevel> LEVELS =
      Sets.immutableEnumSet(
          EnumSet.complementOf(
              EnumSet.of(
                  ConsistencyLevel.ANY, ConsistencyLevel.SERIAL, ConsistencyLevel.LOCAL_SERIAL)));

  /** Contact points: host names or addresses, at least one. */
  public abstract ImmutableList<String> hosts();

  /** Port of the native protocol, the same on every host. */
  public abstract int port();

  /** Null for a cluster without authentication. */
  @Nullable
  public abstract String username();

  /** A reference, so that new connections use a rotated password. */
  @Nullable
  abstract SecretReference password();

  /** Null for the data center of the first host that responds. */
  @Nullable
  public abstract String localDc();

  /** The default consistency level of statements. */
  public abstract ConsistencyLevel consistency();

  /** Null if connections do not use TLS. */
  @Nullable
  public abstract TlsSettings tls();

  public static Builder builder() {
    return new AutoValue_CassandraConnection.Builder()
        .setPort(9042)
        .setConsistency(ConsistencyLevel.LOCAL_QUORUM);
  }

  /** Builds a {@link CassandraConnection}. The hosts have no default. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setHosts(List<String> hosts);

    public abstract Builder setPort(int port);

    public abstract Builder setUsername(@Nullable String username);

    public abstract Builder setPassword(@Nullable SecretReference password);

    public abstract Builder setLocalDc(@Nullable String localDc);

    public abstract Builder setConsistency(ConsistencyLevel consistency);

    public abstract Builder setTls(@Nullable TlsSettings tls);

    public abstract CassandraConnection build();
  }

  /**
   * Reads the Cassandra options.
   *
   * @param reader collects problems
   */
  public static CassandraConnection read(CassandraOptions options, OptionReader reader) {
    CassandraConnection connection =
        builder()
            .setHosts(reader.hosts("cassandraHosts", options.getCassandraHosts()))
            .setPort(reader.number("cassandraPort", options.getCassandraPort(), 1, 65535))
            .setUsername(options.getCassandraUsername())
            .setPassword(
                reader.secret("cassandraPassword", options.getCassandraPassword()).orElse(null))
            .setLocalDc(options.getCassandraLocalDc())
            .setConsistency(
                reader
                    .parse(
                        "cassandraConsistency",
                        options.getCassandraConsistency(),
                        CassandraConnection::consistency)
                    .orElse(ConsistencyLevel.LOCAL_QUORUM))
            .setTls(CassandraTls.read(options, reader).orElse(null))
            .build();
    if (options.getCassandraUsername() == null && options.getCassandraPassword() != null) {
      reader.reject("cassandraPassword", "needs --cassandraUsername");
    }
    if (options.getCassandraUsername() != null && options.getCassandraPassword() == null) {
      reader.reject("cassandraUsername", "needs --cassandraPassword");
    }
    return connection;
  }

  private static ConsistencyLevel consistency(String name) {
    return LEVELS.stream()
        .filter(level -> level.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be a consistency level for reads and writes: "
                        + LEVELS.stream().map(Enum::name).collect(Collectors.joining(", "))));
  }

  /** Returns the contact points whose names resolve when a connection is opened. */
  ContactPoints contactPoints() {
    return ContactPoints.of(hosts());
  }

  /** Returns TLS for the driver, or null if connections do not use it. */
  @Nullable
  CassandraTls driverTls() {
    return tls() == null ? null : new CassandraTls(tls());
  }

  /** Returns the fix if the login is sent to another machine without TLS. */
  public Optional<String> clearText() {
    return ClearText.fix(
        username() != null && tls() == null ? hosts() : List.of(), "Set --cassandraTlsTrust.");
  }

  /**
   * Waits until a node responds.
   *
   * @param timeout how long to wait
   * @return a thread-safe session without a keyspace; the caller closes its cluster
   * @throws io.userstream.runloop.servers.ServerUnavailableException if no node responds in time
   * @throws LoginRefusedException immediately, if the cluster rejects the login or requires one
   * @throws ServerException if the cluster does not have the configured data center, or TLS cannot
   *     be used
   */
  public Session await(Duration timeout) throws InterruptedException {
    clearText().ifPresent(fix -> ClearText.warn(this, fix));
    return ServerWait.forServer(toString(), timeout).until(remaining -> connect());
  }

  /** Returns the name for messages: {@code Cassandra at host,…:port}. */
  @Override
  public final String toString() {
    return "Cassandra at " + String.join(",", hosts()) + ":" + port();
  }

  private Session connect() throws ServerWait.NotYetException {
    // No metrics and no JMX, because this cluster is used for a few statements only.
    Cluster.Builder builder =
        Cluster.builder()
            .withPort(port())
            .withoutMetrics()
            .withoutJMXReporting()
            .withQueryOptions(new QueryOptions().setConsistencyLevel(consistency()));
    if (username() != null && password() != null) {
      builder.withCredentials(username(), password().resolve());
    }
    if (localDc() != null) {
      builder.withLoadBalancingPolicy(
          new TokenAwarePolicy(DCAwareRoundRobinPolicy.builder().withLocalDc(localDc()).build()));
    }
    Cluster cluster = null;
    try {
      if (tls() != null) {
        builder.withSSL(new CassandraTls(tls()).get());
      }
      builder.addContactPoints(contactPoints().get().toArray(new String[0]));
      cluster = builder.build();
      cluster.init();
      checkLocalDc(cluster);
      return cluster.connect();
    } catch (RuntimeException e) {
      if (cluster != null) {
        var unused = cluster.closeAsync(); // takes two seconds
      }
      throw new ConnectFaults(this).transientOrThrow(e);
    }
  }

  private void checkLocalDc(Cluster cluster) {
    TreeSet<String> known = new TreeSet<>();
    for (Host host : cluster.getMetadata().getAllHosts()) {
      known.add(String.valueOf(host.getDatacenter()));
    }
    if (localDc() != null && !known.contains(localDc())) {
      throw new ServerException(
          String.format(
              Locale.ROOT,
              "%s has no data center %s, only %s. Fix --cassandraLocalDc.",
              this,
              localDc(),
              String.join(", ", known)));
    }
  }
}
