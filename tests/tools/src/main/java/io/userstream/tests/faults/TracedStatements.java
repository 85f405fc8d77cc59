package io.userstream.tests.faults;

import com.datastax.driver.core.Row;
import io.userstream.tests.flow.Flow;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The statements on a flow's table that jobs sent while Cassandra traced them: which node
 * coordinated each statement, and at which consistency level.
 */
final class TracedStatements {
  /** Excludes statements that a driver sends itself, such as USE or schema queries. */
  private static final Pattern DATA =
      Pattern.compile("(?is)^(SELECT|INSERT|UPDATE|DELETE)\\b(?!.*\\bsystem).*");

  private final List<Statement> statements = new ArrayList<>();

  /**
   * One statement.
   *
   * @param text empty for a batch
   */
  record Statement(InetAddress coordinator, String consistency, String text) {}

  private TracedStatements() {}

  static TracedStatements since(Instant start, Flow flow) {
    TracedStatements traced = new TracedStatements();
    // Each of the two nodes has all sessions.
    flow
        .contents()
        .onReplica(flow.stack().cassandra())
        .query("SELECT coordinator, started_at, parameters FROM system_traces.sessions")
        .stream()
        // A session without its first part is ignored.
        .filter(row -> !row.isNull("started_at"))
        .filter(row -> row.getTimestamp("started_at").toInstant().isAfter(start))
        .forEach(row -> traced.add(row, flow.keyspace()));
    return traced;
  }

  private void add(Row row, String keyspace) {
    Map<String, String> parameters = row.getMap("parameters", String.class, String.class);
    String consistency = parameters.get("consistency_level");
    String text = parameters.getOrDefault("query", "");
    boolean isData = DATA.matcher(text).matches() && text.contains(keyspace);
    if (consistency != null && (isData || text.isEmpty())) {
      statements.add(new Statement(row.getInet("coordinator"), consistency, text));
    }
  }

  /**
   * Checks that all statements used this coordinator and level, and that they include both writes
   * and reads.
   *
   * @throws AssertionError with some that did not
   */
  void requireAll(InetAddress coordinator, String consistency) {
    List<Statement> others =
        statements.stream()
            .filter(
                statement ->
                    !statement.coordinator().equals(coordinator)
                        || !statement.consistency().equals(consistency))
            .toList();
    if (!others.isEmpty()) {
      throw new AssertionError(
          others.size()
              + " of "
              + statements.size()
              + " statements went elsewhere: "
              + others.stream().limit(5).toList());
    }
    require("write", statement -> !isRead(statement));
    require("read", TracedStatements::isRead);
  }

  private static boolean isRead(Statement statement) {
    return statement.text().regionMatches(true, 0, "SELECT", 0, 6);
  }

  private void require(String what, Predicate<Statement> kind) {
    if (statements.stream().noneMatch(kind)) {
      throw new AssertionError("no " + what + " among " + statements.size() + " statements");
    }
  }
}
