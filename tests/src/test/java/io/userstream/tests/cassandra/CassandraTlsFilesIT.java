package io.userstream.tests.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.CassandraConnection;
import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.options.OptionReader;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Replaces and deletes the files of the TLS options while jobs and their connections exist. */
public class CassandraTlsFilesIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static LocalStack stack;

  private final Flow flow = Flow.on(stack, "files");

  @BeforeClass
  public static void start() {
    stack =
        LocalStack.builder()
            .name("cassandra-tls-files")
            .cassandraTls(authority())
            .sparkWorkers(JobRunner.chosen() == JobRunner.SPARK ? 1 : 0)
            .start();
  }

  @AfterClass
  public static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  private static CertificateAuthority authority() {
    return CertificateAuthority.create(FOLDER.getRoot().toPath(), "ours");
  }

  @Test
  public void connectionsThatAreOlderThanTheFilesReconnectWithThem() throws Exception {
    flow.setUp();
    Session session = connection().await(LIMIT);
    try {
      flow.prepare("reconcile", "--group=nobody-yet");
      stack.cassandra().tls().orElseThrow().renew(authority());
      stack.cassandra().kill();
      stack.cassandra().start();

      flow.prepare("reconcile", "--group=nobody-yet");
      Await.until(
          "the driver has reconnected",
          LIMIT,
          () -> !session.getState().getConnectedHosts().isEmpty());
    } finally {
      session.getCluster().close();
    }
  }

  private static CassandraConnection connection() {
    List<String> options = new ArrayList<>(stack.cassandra().tls().orElseThrow().jobOptions());
    options.add("--cassandraHosts=" + stack.cassandraHost());
    options.add("--cassandraPort=" + stack.cassandraPort());
    return CassandraConnection.read(
        PipelineOptionsFactory.fromArgs(options.toArray(new String[0])).as(CassandraOptions.class),
        new OptionReader());
  }

  @Test
  @Category(OnSpark.class)
  public void workersWithoutAFileEndTheJobAndNameIt() throws IOException {
    Path trust = FOLDER.getRoot().toPath().resolve("removed.pem");
    Files.copy(FOLDER.getRoot().toPath().resolve("ours.ca.pem"), trust);
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        GroupOffsets offsets = new GroupOffsets(flow);
        JobProcess driver = flow.start("store", "--cassandraTlsTrust=file:" + trust)) {
      publisher.users(0, 100).flush();
      Await.until("records are committed", LIMIT, () -> offsets.sum() == 100);
      Files.delete(trust);
      // A writer keeps its connections for minutes.
      stack.cassandra().kill();
      stack.cassandra().start();
      publisher.users(100, 200).flush();

      assertThat(driver.awaitEnd(LIMIT), is(1));
      assertThat(
          driver.output(), containsString("--cassandraTlsTrust=file:" + trust + " on host "));
      assertThat(offsets.sum(), is(100L));
    }
  }
}
