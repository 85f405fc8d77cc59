package io.userstream.tests.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.exceptions.UnauthorizedException;
import io.userstream.io.cassandra.CassandraConnection;
import io.userstream.io.cassandra.CassandraWriteException;
import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.options.SecretReference;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.CassandraNode;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A Cassandra of two nodes with passwords and permissions. Roles and permissions are read at
 * LOCAL_QUORUM, so that neither can be checked while the other node is down.
 */
public class AuthorizerOutageIT {
  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static LocalStack stack;
  private static Flow flow;

  @BeforeClass
  public static void start() {
    stack =
        LocalStack.builder()
            .name("authorizer")
            .cassandraNodes(CassandraNode.DATACENTER, CassandraNode.DATACENTER)
            .cassandraPasswordAuthentication()
            .recordedApi(false)
            .start();
    execute(
        "ALTER KEYSPACE system_auth WITH replication ="
            + " {'class': 'SimpleStrategy', 'replication_factor': 2}");
    stack.cassandraCluster().repair(1, "system_auth");
    flow = Flow.on(stack, "authorizer").setUp("--cassandraReplication=2");
    execute("CREATE ROLE writer WITH PASSWORD = 'w' AND LOGIN = true");
    execute("GRANT SELECT ON KEYSPACE " + flow.keyspace() + " TO writer");
    execute("GRANT MODIFY ON KEYSPACE " + flow.keyspace() + " TO writer");
    execute("CREATE ROLE locked WITH PASSWORD = 'w' AND LOGIN = false");
  }

  @AfterClass
  public static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  public void storeContinuesAfterAnOutageOfTheAuthorizer() throws IOException {
    try (JobProcess job =
        flow.start("store", as("writer"), password(), "--cassandraConsistency=ONE")) {
      publish(0, 100);
      Await.until("users are stored", LIMIT, () -> flow.contents().rowIds().size() == 100);

      stack.cassandraCluster().node(2).kill();
      publish(100, 200);
      Await.until(
          "the job meets the outage",
          LIMIT,
          () -> !job.isRunning() || job.err().contains("Unable to perform auth"));
      assertThat(job.err(), job.isRunning(), is(true));
      stack.cassandraCluster().restart(2);

      Await.until("all users are stored", LIMIT, () -> flow.contents().rowIds().size() == 200);
    }
  }

  @Test
  public void permissionThatNoNodeCanCheckIsNotMissing() throws Exception {
    UsersTable table =
        new UsersTable(
            CassandraConnection.builder()
                .setHosts(List.of(stack.cassandra().host()))
                .setPort(stack.cassandra().port())
                .setUsername("writer")
                .setPassword(SecretReference.parse(passwordFile()))
                .setConsistency(ConsistencyLevel.ONE)
                .build(),
            flow.keyspace(),
            flow.table());
    try (UsersKeyspace users = table.open(LIMIT)) {
      users.probe();
      stack.cassandraCluster().node(2).kill();
      try {
        UnauthorizedException fault = assertThrows(UnauthorizedException.class, users::probe);
        assertThat(fault.getMessage(), CassandraWriteException.isLasting(fault), is(false));
      } finally {
        stack.cassandraCluster().restart(2);
      }
    }
  }

  @Test
  public void roleThatMayNotLogInFailsTheJobAtOnceWithTheReasonOfTheServer() throws IOException {
    JobResult result = flow.run("store", "--until=drained", as("locked"), password());

    assertThat(result.exitCode(), is(1));
    assertThat(result.err(), containsString("rejected the login of user locked"));
    assertThat(result.err(), containsString("is not permitted to log in"));
  }

  private static void publish(int from, int to) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(from, to);
    }
  }

  private static String as(String role) {
    return "--cassandraUsername=" + role;
  }

  private static String password() throws IOException {
    return "--cassandraPassword=" + passwordFile();
  }

  private static String passwordFile() throws IOException {
    return "file:" + Files.writeString(FOLDER.newFile().toPath(), "w");
  }

  private static void execute(String statement) {
    try (Cluster cluster =
            Cluster.builder()
                .addContactPoint(stack.cassandra().host())
                .withPort(stack.cassandra().port())
                .withCredentials(CassandraNode.SUPERUSER, CassandraNode.SUPERUSER_PASSWORD)
                .build();
        Session session = cluster.connect()) {
      session.execute(statement);
    }
  }
}
