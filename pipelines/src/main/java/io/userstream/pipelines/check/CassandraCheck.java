package io.userstream.pipelines.check;

import com.datastax.driver.core.Host;
import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.CassandraConnection;
import io.userstream.io.cassandra.NodeClock;
import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.cassandra.UsersTable;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Checks the connection to Cassandra, its nodes and clocks, and the table. */
final class CassandraCheck implements ServerCheck {
  private final Target target;
  private final UsersTable table;
  private final CassandraConnection connection;

  CassandraCheck(Target target, UsersTable table) {
    this.target = target;
    this.table = table;
    this.connection = table.cassandra();
  }

  @Override
  public Area area() {
    return Area.CASSANDRA;
  }

  @Override
  public String subject() {
    return "connection";
  }

  @Override
  public void run(Findings findings) throws InterruptedException {
    HostNames.check(findings, connection.hosts(), "--cassandraHosts");
    connection
        .clearText()
        .ifPresent(fix -> findings.warning("TLS", "the login is sent without encryption", fix));
    Session session = connection.await(target.connectTimeout());
    try (UsersKeyspace users = new UsersKeyspace(session, table.keyspace(), table.name())) {
      Collection<Host> nodes = session.getCluster().getMetadata().getAllHosts();
      findings.ok(
          subject(),
          String.format(
              Locale.ROOT,
              "%s:%d, %s%s",
              String.join(",", connection.hosts()),
              connection.port(),
              connection.tls() == null ? "no TLS" : "TLS",
              connection.username() == null ? ", no login" : ", login accepted"));
      TestedVersion.CASSANDRA.check(
          nodes.stream().map(node -> String.valueOf(node.getCassandraVersion())).toList(),
          findings);
      nodes(nodes, findings);
      findings.part(
          "table " + table, () -> new TableCheck(target, table, session, users).run(findings));
      for (Host node : nodes) {
        if (node.isUp()) {
          findings.part("clock", () -> clock(session, node, findings.in(Area.CLOCKS)));
        }
      }
    }
  }

  private static void nodes(Collection<Host> nodes, Findings findings) {
    String down =
        nodes.stream()
            .filter(node -> !node.isUp())
            .map(node -> node.getEndPoint().resolve().getHostString())
            .sorted()
            .collect(Collectors.joining(", "));
    String centers =
        nodes.stream()
            .map(node -> String.valueOf(node.getDatacenter()))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (down.isEmpty()) {
      findings.ok("nodes", nodes.size() + " up, data center " + centers);
    } else {
      findings.warning("nodes", "down: " + down + " of " + nodes.size(), "Start the nodes.");
    }
  }

  private static void clock(Session session, Host node, Findings clocks) {
    Instant before = Instant.now();
    Instant now = NodeClock.of(session, node);
    Clocks.compare(
        clocks,
        "Cassandra " + node.getEndPoint().resolve().getHostString(),
        now,
        before,
        Instant.now());
  }
}
