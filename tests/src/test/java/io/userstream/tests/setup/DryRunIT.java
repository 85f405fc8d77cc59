package io.userstream.tests.setup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.cassandra.CreatedUsersTable;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.SharedStack;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hamcrest.Matcher;
import org.junit.Test;

/** Checks that {@code setup --dryRun} prints what setup would do, and changes nothing. */
public class DryRunIT {
  private static final String REPLICATION =
      "{'class': 'SimpleStrategy', 'replication_factor': '1'}";

  private final Flow flow = Flow.on(SharedStack.get(), "dry").withSchemaRegistry().withRawStore();
  private final String keyspace = flow.keyspace();

  @Test
  public void nothingIsCreatedUntilSetupRunsWithoutDryRun() {
    for (int i = 0; i < 2; i++) {
      assertLines(
          flow.run("setup", "--dryRun", "--partitions=2"),
          List.of(
              is("topic " + flow.topic() + ": would be created, partitions=2"),
              is("topic " + flow.deadLetterTopic() + ": would be created, partitions=2"),
              is(
                  "schema "
                      + flow.topic()
                      + "-value: would be registered, compatibility=BACKWARD_TRANSITIVE"),
              is(
                  String.format(
                      Locale.ROOT,
                      "keyspace %s: would be created, replication=%s: CREATE KEYSPACE IF NOT EXISTS"
                          + " %s WITH replication = %s;",
                      keyspace,
                      REPLICATION,
                      keyspace,
                      REPLICATION)),
              is(
                  String.format(
                      Locale.ROOT,
                      "table %s.created_users: would be created: %s;",
                      keyspace,
                      CreatedUsersTable.createStatement(keyspace, "created_users"))),
              matchesPattern("raw store, .*: table raw_users would be brought up to date")));
    }

    assertLines(
        flow.run("setup", "--partitions=2"),
        List.of(
            containsString(": created, partitions=2"),
            containsString(".dlq: created, partitions=2"),
            containsString(": registered, version=1, id="),
            containsString("keyspace " + keyspace + ": created, replication="),
            is("table " + keyspace + ".created_users: created"),
            matchesPattern("raw store, .*: table raw_users brought up to date")));
    assertLines(
        flow.run("setup", "--dryRun", "--partitions=2"),
        List.of(
            is("topic " + flow.topic() + ": already exists, partitions=2"),
            is("topic " + flow.deadLetterTopic() + ": already exists, partitions=2"),
            startsWith("schema " + flow.topic() + "-value: already exists, version=1, id="),
            is("keyspace " + keyspace + ": already exists, replication=" + REPLICATION),
            is("table " + keyspace + ".created_users: already exists"),
            matchesPattern("raw store, .*: already exists")));
  }

  @Test
  public void invalidOptionIsRejectedWithDryRunToo() {
    JobResult result = flow.run("setup", "--dryRun", "--partitions=0");

    assertThat(result.exitCode(), is(2));
  }

  private static void assertLines(JobResult result, List<Matcher<String>> lines) {
    assertThat(result.err(), result.exitCode(), is(0));
    List<String> out = result.out().lines().collect(Collectors.toList());
    assertThat(out.toString(), out, hasSize(lines.size()));
    for (int i = 0; i < lines.size(); i++) {
      assertThat(out.get(i), lines.get(i));
    }
  }
}
