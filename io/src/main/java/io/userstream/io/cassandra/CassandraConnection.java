package io.userstream.io.cassandra;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.Host;
import com.datastax.driver.core.QueryOptions;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.exceptions.AuthenticationException;
import com.datastax.driver.core.exceptions.NoHostAvailableException;
import com.datastax.driver.core.policies.DCAwareRoundRobinPolicy;
import com.datastax.driver.core.policies.TokenAwarePolicy;
import com.google.auto.value.AutoValue;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/** Connection settings for a Cassandra cluster. Immutable; its text form leaves the login out. */
@AutoValue
public abstract class CassandraConnection {
  /** ANY is no level of reads, SERIAL and LOCAL_SERIAL are none of writes; a job does both. */
  private static final Set<ConsistencyLevel> LEVELS =
      Sets.immutableEnumSet(
          EnumSet.complementOf(
              EnumSet.of(
                  ConsistencyLevel.ANY, ConsistencyLevel.SERIAL, ConsistencyLevel.LOCAL_SERIAL)));

  /** Host names or addresses to start from, at least one. */
  public abstract ImmutableList<String> hosts();

  /** Port of the native protocol on every host. */
  public abstract int port();

  /** Null for a cluster without logins. */
  @Nullable
  public abstract String username();

  /** A reference, so that a rotated password is used by the next connection. */
  @Nullable
  abstract SecretReference password();

  /** Null for the data centre of the first host that answers. */
  @Nullable
  public abstract String localDc();

  /** The consistency level of statements that name none. */
  public abstract ConsistencyLevel consistency();

  public static Builder builder() {
    return new AutoValue_CassandraConnection.Builder()
        .setPort(9042)
        .setConsistency(ConsistencyLevel.LOCAL_QUORUM);
  }

  /** Builds a {@link CassandraConnection}; the hosts have no default. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setHosts(List<String> hosts);

    public abstract Builder setPort(int port);

    public abstract Builder setUsername(@Nullable String username);

    public abstract Builder setPassword(@Nullable SecretReference password);

    public abstract Builder setLocalDc(@Nullable String localDc);

    public abstract Builder setConsistency(ConsistencyLevel consistency);

    public abstract CassandraConnection build();
  }

  /**
   * Reads the options of Cassandra.
   *
   * @param reader gets what is wrong with them
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
                    "is not a consistency level of reads and writes: "
                        + LEVELS.stream().map(Enum::name).collect(Collectors.joining(", "))));
  }

  /** Returns the password, or an empty text if there is none. */
  String resolvedPassword() {
    return password() == null ? "" : password().resolve();
  }

  /**
   * Waits until a node answers.
   *
   * @param timeout how long to wait for it
   * @return a session without a keyspace; the caller closes its cluster. Safe for use by several
   *     threads
   * @throws io.userstream.runloop.servers.ServerUnavailableException when nobody answered in that
   *     time
   * @throws LoginRefusedException at once, when user or password are wrong or missing
   * @throws ServerException when the cluster has no data centre of the given name
   */
  public Session await(Duration timeout) throws InterruptedException {
    return ServerWait.forServer(toString(), timeout).until(remaining -> connect());
  }

  /** Names the cluster as a message should: {@code Cassandra at host:port,…}. */
  @Override
  public final String toString() {
    return "Cassandra at " + String.join(",", hosts()) + ":" + port();
  }

  private Session connect() throws ServerWait.NotYetException {
    // Neither metrics nor JMX: this cluster lives for a few statements.
    Cluster.Builder builder =
        Cluster.builder()
            .withPort(port())
            .withoutMetrics()
            .withoutJMXReporting()
            .withQueryOptions(new QueryOptions().setConsistencyLevel(consistency()));
    if (username() != null) {
      builder.withCredentials(username(), resolvedPassword());
    }
    if (localDc() != null) {
      builder.withLoadBalancingPolicy(
          new TokenAwarePolicy(DCAwareRoundRobinPolicy.builder().withLocalDc(localDc()).build()));
    }
    Cluster cluster = null;
    try {
      builder.addContactPoints(hosts().toArray(new String[0]));
      cluster = builder.build();
      cluster.init();
      checkLocalDc(cluster);
      return cluster.connect();
    } catch (RuntimeException e) {
      if (cluster != null) {
        var unused = cluster.closeAsync(); // Takes two seconds, and nobody needs to wait for it.
      }
      throw passingOrThrow(e);
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
              "%s has no data centre %s: it has %s. Correct --cassandraLocalDc.",
              this, localDc(), String.join(", ", known)));
    }
  }

  private ServerWait.NotYetException passingOrThrow(RuntimeException e) {
    Optional<AuthenticationException> refused = loginRefused(e);
    if (refused.isPresent()) {
      throw new LoginRefusedException(
          username() == null
              ? this + " wants a login: give --cassandraUsername and --cassandraPassword."
              : String.format(
                  "%s refuses the login of user %s: correct --cassandraUsername and"
                      + " --cassandraPassword.",
                  this, username()),
          e);
    }
    if (Throwables.getRootCause(e) instanceof UnknownHostException) {
      return new ServerWait.NotYetException("the name does not resolve", e);
    }
    if (e instanceof NoHostAvailableException || e instanceof AuthenticationException) {
      return new ServerWait.NotYetException("no node answers", e);
    }
    throw e;
  }

  /**
   * Finds a login that was refused for good. A node that cannot read its roles at the moment, as
   * while it starts, throws the same exception with another text.
   */
  private static Optional<AuthenticationException> loginRefused(RuntimeException e) {
    ImmutableList.Builder<Throwable> candidates = ImmutableList.builder();
    candidates.addAll(Throwables.getCausalChain(e));
    if (e instanceof NoHostAvailableException) {
      candidates.addAll(((NoHostAvailableException) e).getErrors().values());
    }
    return candidates.build().stream()
        .filter(AuthenticationException.class::isInstance)
        .map(AuthenticationException.class::cast)
        .filter(
            a ->
                a.getMessage().contains("incorrect")
                    || a.getMessage().contains("requires authentication"))
        .findFirst();
  }
}
