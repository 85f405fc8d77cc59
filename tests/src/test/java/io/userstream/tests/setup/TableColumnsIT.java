package io.userstream.tests.setup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.io.cassandra.CreatedUsersTable;
import io.userstream.tests.Core;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.SharedStack;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks that setup adds missing columns, and that jobs accept additional ones. */
public class TableColumnsIT {
  private final Flow flow = Flow.on(SharedStack.get(), "columns").setUp();
  private final String table = flow.keyspace() + "." + flow.table();

  @Test
  @Category(Core.class)
  public void columnsMissingInAnOlderTableStopTheJobsUntilSetupAddsThem() {
    execute("ALTER TABLE created_users DROP (cell, page)");
    List<String> before = columns();

    for (String job : List.of("store", "reconcile")) {
      JobResult refused = flow.run(job);
      assertThat(job, refused.exitCode(), is(1));
      assertThat(
          refused.err(),
          containsString(
              "Table "
                  + table
                  + " does not have every column of this build: column cell text is missing; column"
                  + " page int is missing. Run userstream setup to add them."));
    }
    JobResult dryRun = flow.run("setup", "--dryRun");
    assertThat(dryRun.err(), dryRun.exitCode(), is(0));
    assertThat(
        lines(dryRun),
        hasItem(
            String.format(
                Locale.ROOT,
                "table %s: would be altered, added=cell,page: ALTER TABLE %s ADD IF NOT EXISTS"
                    + " (cell text, page int);",
                table,
                table)));
    assertThat(columns(), is(before));

    JobResult setup = flow.run("setup");
    assertThat(setup.err(), setup.exitCode(), is(0));
    assertThat(lines(setup), hasItem("table " + table + ": altered, added=cell,page"));
    assertThat(lines(flow.run("setup")), hasItem("table " + table + ": already exists"));
    storeOneUser();
    assertThat(
        flow.contents().column("cell"),
        hasEntry(Publisher.user(1).id(), (Object) Publisher.user(1).cell()));
  }

  @Test
  public void columnsOfANewerBuildStayUnchanged() {
    execute("ALTER TABLE created_users ADD (nickname text, tags set<text>)");
    execute(
        "INSERT INTO created_users (id, nickname) VALUES ("
            + Publisher.user(1).id()
            + ", 'The Count') USING TIMESTAMP 1");

    assertThat(
        lines(flow.prepare("setup")),
        hasItem(
            "table "
                + table
                + ": already exists (columns of another build: nickname text, tags set<text>: left"
                + " unchanged)"));
    storeOneUser();

    assertThat(flow.contents().column("nickname"), is(Map.of(Publisher.user(1).id(), "The Count")));
  }

  @Test
  public void columnOfAnotherTypeStopsTheJobs() {
    create(
        CreatedUsersTable.createStatement(flow.keyspace(), flow.table())
            .replace("page int", "page text"));

    assertRefused(
        "does not match this build: column page is text and should be int. It was left unchanged");
  }

  @Test
  public void additionalKeyColumnStopsTheJobs() {
    create(
        CreatedUsersTable.createStatement(flow.keyspace(), flow.table())
            .replace("PRIMARY KEY (id)", "nickname text, PRIMARY KEY (id, nickname)"));

    assertRefused(
        "does not match this build: the primary key is (id, nickname) and should be (id). It was");
  }

  @Test
  public void missingKeyColumnStopsTheJobs() {
    create("CREATE TABLE created_users (first_name text PRIMARY KEY)");

    assertRefused(
        "does not match this build: the primary key is (first_name) and should be (id); column");
    JobResult setup = flow.run("setup");
    assertThat(setup.exitCode(), is(1));
    assertThat(setup.out(), not(containsString("altered")));
    assertThat(columns(), is(List.of("first_name text")));
  }

  private void assertRefused(String message) {
    for (String[] command :
        List.of(
            new String[] {"store"},
            new String[] {"reconcile"},
            new String[] {"setup"},
            new String[] {"setup", "--dryRun"})) {
      JobResult refused = flow.run(command[0], Arrays.copyOfRange(command, 1, command.length));
      assertThat(command[0], refused.exitCode(), is(1));
      assertThat(refused.err(), containsString("Table " + table + " " + message));
    }
  }

  @Test
  public void keyspaceAndTableMayBeKeywords() {
    String[] names = {"--cassandraKeyspace=token", "--cassandraTable=Select"};
    flow.prepare("setup", names);
    try {
      storeOneUser(names);
    } finally {
      execute("DROP KEYSPACE \"token\"");
    }
  }

  private void storeOneUser(String... more) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.user(Publisher.user(1));
    }
    JobResult store = flow.storeAll(more);
    assertThat(store.err(), store.exitCode(), is(0));
    JobResult reconcile = flow.run("reconcile", more);
    assertThat(reconcile.err(), reconcile.exitCode(), is(0));
    assertThat(
        reconcile.out(),
        containsString("reconciled: published=1 stored=1 erased=0 dead=0 in-flight=0"));
  }

  private void create(String statement) {
    execute("DROP TABLE created_users");
    execute(statement);
  }

  private void execute(String statement) {
    flow.contents().execute(statement);
  }

  /** Returns the columns of the table on the server, by name and type. */
  private List<String> columns() {
    return flow
        .contents()
        .query(
            "SELECT column_name, type FROM system_schema.columns WHERE keyspace_name = '"
                + flow.keyspace()
                + "' AND table_name = 'created_users'")
        .stream()
        .map(row -> row.getString("column_name") + " " + row.getString("type"))
        .collect(Collectors.toList());
  }

  private static List<String> lines(JobResult result) {
    return result.out().lines().collect(Collectors.toList());
  }
}
