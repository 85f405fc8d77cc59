package io.userstream.tests.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.Session;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Keyspaces of other applications, with types that the driver does not know. */
public class OtherKeyspacesIT {
  private final Flow flow = Flow.on(SharedStack.get(), "others");

  /** A keyspace of this test, because the server may still know that of an earlier one. */
  private final String other = flow.keyspace() + "_other";

  @Before
  public void createOtherKeyspace() {
    execute(
        "CREATE KEYSPACE IF NOT EXISTS "
            + other
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
        "CREATE TYPE IF NOT EXISTS " + other + ".doc (v vector<float, 3>)",
        "CREATE TABLE IF NOT EXISTS "
            + other
            + ".docs (id int PRIMARY KEY, v vector<float, 3>, d frozen<doc>,"
            + " t frozen<tuple<int, text>>, l list<frozen<doc>>)");
  }

  @After
  public void dropOtherKeyspace() {
    execute("DROP KEYSPACE IF EXISTS " + other);
  }

  private void execute(String... statements) {
    try (Cluster cluster =
            Cluster.builder()
                .addContactPoint(flow.stack().cassandraHost())
                .withPort(flow.stack().cassandraPort())
                .build();
        Session session = cluster.connect()) {
      for (String statement : statements) {
        session.execute(statement);
      }
    }
  }

  @Test
  public void vectorsOfAnotherApplicationDoNotMatter() {
    JobResult created = flow.run("setup");
    JobResult again = flow.run("setup");
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 100);
    }
    JobResult stored = flow.storeAll();
    JobResult reconciled = flow.run("reconcile");

    assertThat(created.err(), created.exitCode(), is(0));
    assertThat(again.out(), containsString("table " + flow.keyspace() + ".created_users: already"));
    assertThat(stored.err(), stored.exitCode(), is(0));
    assertThat(stored.out(), containsString("stored: records=100 "));
    assertThat(reconciled.err(), reconciled.exitCode(), is(0));
  }

  @Test
  public void vectorsOfAnotherApplicationAreNotLogged() {
    flow.run("setup");

    try (JobProcess job = flow.start("store", "--until=drained")) {
      assertThat(job.err(), job.awaitEnd(Duration.ofMinutes(2)), is(0));

      assertThat(job.err(), allOf(not(containsString("ERROR")), not(containsString("vector"))));
    }
  }
}
