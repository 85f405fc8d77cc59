package io.userstream.tests.setup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.stack.CassandraNode;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs setup against a Cassandra with password authentication. */
public class SetupLoginIT {
  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static LocalStack stack;

  @BeforeClass
  public static void start() {
    stack =
        LocalStack.builder().name("login").kafkaNodes(0).cassandraPasswordAuthentication().start();
  }

  @AfterClass
  public static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  public void correctPasswordIsAccepted() throws IOException {
    SetupRun run =
        setup(
            "--cassandraUsername=" + CassandraNode.SUPERUSER,
            "--cassandraPassword=" + secret(CassandraNode.SUPERUSER_PASSWORD));

    assertThat(run.toString(), run.exitCode(), is(0));
  }

  @Test
  public void wrongPasswordFailsAtOnceWithServerAndUserAndIsNotShown() throws IOException {
    long start = System.nanoTime();

    SetupRun run =
        setup(
            "--cassandraUsername=" + CassandraNode.SUPERUSER,
            "--cassandraPassword=" + secret("hunter2"));

    assertThat(run.toString(), run.exitCode(), is(1));
    assertThat(
        run.err(),
        contains(
            containsString(
                "Cassandra at "
                    + stack.cassandraHost()
                    + ":"
                    + stack.cassandraPort()
                    + " rejected the login of user "
                    + CassandraNode.SUPERUSER)));
    assertThat(run.toString(), not(containsString("hunter2")));
    assertThat(Duration.ofNanos(System.nanoTime() - start), lessThan(Duration.ofSeconds(60)));
  }

  @Test
  public void missingLoginFailsAtOnceAndNamesTheOptions() {
    SetupRun run = setup();

    assertThat(run.toString(), run.exitCode(), is(1));
    assertThat(run.err(), contains(containsString("requires a login: set --cassandraUsername")));
  }

  private static SetupRun setup(String... more) {
    return SetupRun.with(
        List.of(
            "--connectTimeout=5m",
            "--topic=login",
            "--bootstrapServers=" + SharedStack.get().bootstrapServers(),
            "--cassandraHosts=" + stack.cassandraHost(),
            "--cassandraPort=" + stack.cassandraPort(),
            "--cassandraKeyspace=login"),
        more);
  }

  private static String secret(String text) throws IOException {
    Path file = FOLDER.newFile().toPath();
    return "file:" + Files.writeString(file, text + "\n");
  }
}
