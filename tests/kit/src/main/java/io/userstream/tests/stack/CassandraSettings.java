package io.userstream.tests.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Settings with which Cassandra 5.0 runs as a small node under Java 17. */
final class CassandraSettings {
  static final List<String> JVM_OPTIONS = jvmOptions();

  static final String LOGBACK =
      """
      <configuration>
        <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%date{ISO8601} %-5level [%thread] %F:%L - %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="STDOUT"/></root>
      </configuration>
      """;

  /**
   * The server's default. A kill loses what was acknowledged in the last 100 ms, because a replay
   * ends at the last marker in the log. Measured: 469 of 51,769 rows in three kills under load.
   */
  private static final String PERIODIC_COMMIT_LOG =
      "commitlog_sync: periodic\ncommitlog_sync_period: 10000ms";

  /**
   * Writes the marker before it acknowledges. Measured: 0 of 15,696 rows lost in three kills, at a
   * third to half of the throughput. Each writing thread waits, so there are more than the default
   * 32.
   */
  private static final String KILL_SAFE_COMMIT_LOG = "commitlog_sync: batch\nconcurrent_writes: 64";

  /**
   * Skips fsync. The operating system keeps what a killed process wrote, and tests do not cut the
   * power.
   */
  static final String SKIP_FSYNC = "-Dcassandra.skip_sync=true";

  /** How long a node trusts what it knows of roles: tests change them. */
  private static final String CHANGES_COUNT_AT_ONCE = "0ms";

  /**
   * Secured stacks carry load, and without a cache each statement reads the rights of its user from
   * tables. Measured: the store job made no progress, because writes timed out.
   */
  private static final String SERVER_DEFAULT = "2s";

  /** The server's access options to the JDK, and a home directory for nodetool's history. */
  static final List<String> NODETOOL_OPTIONS = nodetoolOptions();

  private CassandraSettings() {}

  /**
   * Returns the content of {@code cassandra.yaml}. Other settings have the server's defaults. The
   * thresholds for batch warnings are explicit, because tests search the log for the warnings.
   */
  static String yaml(CassandraNodeConfig config) {
    return String.format(
        Locale.ROOT,
        """
        cluster_name: userstream
        num_tokens: 1
        %8$s
        partitioner: org.apache.cassandra.dht.Murmur3Partitioner
        endpoint_snitch: GossipingPropertyFileSnitch
        # The nearest replica is the node itself, however busy it is.
        dynamic_snitch: false
        seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters:
              - seeds: "%6$s"
        listen_address: %7$s
        storage_port: %2$d
        start_native_transport: true
        rpc_address: %7$s
        native_transport_port: %1$d
        authenticator: %3$s
        authorizer: %4$s
        roles_validity: %10$s
        permissions_validity: %10$s
        credentials_validity: %10$s
        %5$s
        commitlog_segment_size: 16MiB
        hinted_handoff_enabled: false
        # Tests do not read the snapshots that TRUNCATE and DROP would create.
        auto_snapshot: false
        batch_size_warn_threshold: 5KiB
        batch_size_fail_threshold: 50KiB
        unlogged_batch_across_partitions_warn_threshold: 10
        storage_compatibility_mode: CASSANDRA_4
        %9$s
        """,
        config.port(),
        config.storagePort(),
        config.passwordAuthentication() ? "PasswordAuthenticator" : "AllowAllAuthenticator",
        config.passwordAuthentication() ? "CassandraAuthorizer" : "AllowAllAuthorizer",
        config.periodicCommitLog() ? PERIODIC_COMMIT_LOG : KILL_SAFE_COMMIT_LOG,
        config.seedList(),
        config.host(),
        joining(config),
        config.tls() == null ? "" : config.tls().yaml(),
        config.tls() == null ? CHANGES_COUNT_AT_ONCE : SERVER_DEFAULT);
  }

  /**
   * Nodes of a new cluster have no data to fetch, and may start at the same time if they know their
   * tokens.
   */
  private static String joining(CassandraNodeConfig config) {
    return config.isReplacement()
        ? "auto_bootstrap: true"
        : "auto_bootstrap: false\ninitial_token: " + config.token();
  }

  private static List<String> nodetoolOptions() {
    List<String> options = new ArrayList<>(JVM_OPTIONS);
    options.removeIf(option -> !option.startsWith("--add-"));
    options.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Duser.home=" + System.getProperty("java.io.tmpdir"),
            "-Dlogback.configurationFile=logback-tools.xml"));
    return List.copyOf(options);
  }

  private static List<String> jvmOptions() {
    List<String> options = new ArrayList<>();
    // From the release's jvm17-server.options.
    Stream.of(
            "java.base/jdk.internal.misc",
            "java.base/java.lang.ref",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.attach/sun.tools.attach",
            "jdk.unsupported/sun.misc")
        .map(name -> "--add-exports=" + name + "=ALL-UNNAMED")
        .forEach(options::add);
    Stream.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.math",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal",
            "jdk.naming.dns/com.sun.jndi.dns")
        .map(name -> "--add-opens=" + name + "=ALL-UNNAMED")
        .forEach(options::add);
    options.addAll(
        List.of(
            "-Djdk.attach.allowAttachSelf=true",
            "-Xms768m",
            "-Xmx768m",
            "-Xss256k",
            "-XX:+UseG1GC",
            "-XX:+ParallelRefProcEnabled",
            "-XX:+PerfDisableSharedMem",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.net.preferIPv4Stack=true",
            // Otherwise Cassandra closes standard output, to which it logs.
            "-Dcassandra-foreground=yes",
            // A new node at the address of a dead one waits this long to see whether that one is
            // alive.
            "-Dcassandra.broadcast_interval_ms=2000",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.superuser_setup_delay_ms=0"));
    return List.copyOf(options);
  }
}
