package io.userstream.tests.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What Cassandra 5.0 needs to run as one small node under Java 17. */
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

  private CassandraSettings() {}

  /**
   * Returns the content of {@code cassandra.yaml}. What is not in it has the server's default; the
   * thresholds for batch warnings are spelt out because tests read the log for them.
   */
  static String yaml(int port, int storagePort, boolean passwordAuthentication) {
    return """
        cluster_name: userstream
        num_tokens: 1
        partitioner: org.apache.cassandra.dht.Murmur3Partitioner
        endpoint_snitch: SimpleSnitch
        seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters:
              - seeds: "127.0.0.1:%2$d"
        listen_address: 127.0.0.1
        storage_port: %2$d
        start_native_transport: true
        rpc_address: 127.0.0.1
        native_transport_port: %1$d
        authenticator: %3$s
        authorizer: %4$s
        # A role or a permission that a test changes counts at once.
        roles_validity: 0ms
        permissions_validity: 0ms
        credentials_validity: 0ms
        # An acknowledged write survives kill -9. Not so by "periodic": its reader stops at markers
        # that are written every 100 ms.
        commitlog_sync: batch
        commitlog_segment_size: 16MiB
        # Threads that wait for the commit log's sync.
        concurrent_writes: 64
        hinted_handoff_enabled: false
        # A snapshot before each TRUNCATE and DROP serves nobody here.
        auto_snapshot: false
        batch_size_warn_threshold: 5KiB
        batch_size_fail_threshold: 50KiB
        unlogged_batch_across_partitions_warn_threshold: 10
        storage_compatibility_mode: CASSANDRA_4
        """
        .formatted(
            port,
            storagePort,
            passwordAuthentication ? "PasswordAuthenticator" : "AllowAllAuthenticator",
            passwordAuthentication ? "CassandraAuthorizer" : "AllowAllAuthorizer");
  }

  private static List<String> jvmOptions() {
    List<String> options = new ArrayList<>();
    // The release's jvm17-server.options.
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
            "-Djava.net.preferIPv4Stack=true",
            // Else it closes standard output, where its log goes.
            "-Dcassandra-foreground=yes",
            // One node has no ring to wait for.
            "-Dcassandra.ring_delay_ms=100",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.superuser_setup_delay_ms=0"));
    return List.copyOf(options);
  }
}
