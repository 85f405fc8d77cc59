package io.userstream.tests.docs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs the worked examples of the operations, and compares their output with the pages. */
public class WorkedExamplesIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String FROM = "2026-11-28T10:00:00Z";
  private static final String TO = "2026-11-28T11:00:00Z";
  private static final String USER = "2b0c53a4-1d6e-4e0f-9d5f-0d7e1e3d0a11";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Flow flow = Flow.on(SharedStack.get(), "examples");
  private final ExampleState state = new ExampleState(flow);

  @Test
  public void aCheckNamesTheFixAndTheStoreStartsAfterIt() throws Exception {
    flow.withSchemaRegistry().setUp();
    state.setTopic("cleanup.policy", "compact,delete");
    state.setTopic("retention.ms", "3600000");
    state.setTopic("message.timestamp.type", "CreateTime");

    String output =
        new ExampleRun(flow, WorkedSections.CHECK)
            .with("kafka.example:9092", flow.stack().bootstrapServers())
            .with("kafka.example", flow.stack().bootstrapServers().replaceFirst(":.*", ""))
            .with("cassandra.example", flow.stack().cassandraHost())
            .with("http://registry.example:8081", flow.stack().schemaRegistry().url())
            .with("10.0.0.7", flow.stack().cassandraHost())
            .with("users_created", flow.topic())
            .with("spark_streams", flow.keyspace())
            .exiting(
                1,
                "./userstream check --for=store --bootstrapServers=kafka.example:9092"
                    + " --cassandraHosts=cassandra.example"
                    + " --schemaRegistry=http://registry.example:8081")
            .preparing(
                words -> {
                  if (words.contains("store")) {
                    state.setTopic("message.timestamp.type", "LogAppendTime");
                  }
                })
            .run();

    assertThat(output, containsString(" 0 errors\n"));
  }

  @Test
  public void aReplayFillsAnotherTable() {
    flow.setUp();
    Instant from = Instant.now();
    state.storeUsers(5_000);

    new ExampleRun(flow, WorkedSections.REPLAY)
        .with(FROM, from)
        .with(TO, Instant.now().plus(Duration.ofHours(1)))
        .with("users_created", flow.topic())
        .with("spark_streams", flow.keyspace())
        .run();

    assertThat(flow.contents().rowIds("users_2"), is(Publisher.ids(0, 5_000)));
  }

  @Test
  public void aRedriveProcessesDeadLettersAgain() {
    flow.withSchemaRegistry().setUp();
    state.publishPoison();
    Instant from = Instant.now();

    String output =
        new ExampleRun(flow, WorkedSections.REDRIVE)
            .with(FROM, from)
            .with(TO, Instant.now().plus(Duration.ofHours(1)))
            .with(USER, Publisher.id(ExampleState.AVRO_USERS * 5 - 1))
            .with("users_created", flow.topic())
            .with("spark_streams", flow.keyspace())
            .preparing(
                words -> {
                  if (words.contains("reconcile")) {
                    flow.prepare("redrive");
                  } else {
                    // Each command finds dead letters, and the log gets the offsets of the page.
                    state.avroUsersBecomeDeadLetters();
                  }
                })
            .run();

    assertThat(output, not(containsString(" letters=0 ")));
    assertThat(output, containsString(" redriven="));
  }

  @Test
  public void anErasureRemovesUsersFromEverywhere() throws Exception {
    flow.withRawStore().setUp();
    state.ingestUsers(20);
    List<String> ids = flow.rawStore().texts("SELECT uuid FROM raw_users ORDER BY index");
    String email =
        flow.rawStore()
            .texts("SELECT payload ->> 'email' FROM raw_users ORDER BY index DESC LIMIT 1")
            .get(0);
    state.breakRecords(ids.get(0), 2);
    Path certificate = folder.getRoot().toPath().resolve("certificate.json");

    new ExampleRun(flow, WorkedSections.ERASE)
        .with("erasures.key", file(Base64.getEncoder().encodeToString(new byte[32])))
        .with(USER, ids.get(0))
        .with("certificate.json", certificate)
        .with("file-with-ids", file(ids.get(1) + "\n" + ids.get(2) + "\n"))
        .with("file-with-address", file(email))
        .run();

    assertThat(flow.contents().rowIds(), is(new TreeSet<>(ids.subList(3, 19))));
    assertThat(Files.readString(certificate), containsString(ids.get(0)));
  }

  @Test
  public void aStorePausesAndResumes() {
    flow.setUp();
    JobStatus status = new JobStatus();
    try (JobProcess store = flow.start("store", status.option())) {
      state.publishUsers(100);
      Await.until("the store commits", LIMIT, () -> flow.contents().countRows() == 100);

      String output =
          new ExampleRun(flow, WorkedSections.PAUSE).with("userstream-store", flow.group()).run();

      assertThat(output, not(containsString("drivers=0")));
      assertThat(store.isRunning(), is(true));
    }
  }

  @Test
  public void aStoreBacksOff() {
    flow.setUp();
    new ExampleRun(flow, WorkedSections.BACK_OFF).run();
  }

  @Test
  public void aReconciliationAllowsDeadLetters() {
    flow.setUp();
    state.publishPoison();
    state.storeUsers(20);
    new ExampleRun(flow, WorkedSections.COMPARE).run();
  }

  @Test
  public void aRepairWritesMissingRows() {
    flow.setUp();
    state.storeUsers(300);
    flow.contents().execute("TRUNCATE " + flow.keyspace() + "." + flow.table());

    new ExampleRun(flow, WorkedSections.REPAIR)
        .exiting(3, "./userstream reconcile --repair --dryRun")
        .run();

    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 300)));
  }

  @Test
  public void aReconciliationContinues() {
    flow.setUp();
    state.storeUsers(300);

    assertThat(
        new ExampleRun(flow, WorkedSections.CONTINUOUS).withStatusPort("8090").run(),
        containsString("reconciled: published=300 stored=300 erased=0 dead=0 in-flight=0"));
  }

  private Path file(String content) throws Exception {
    return Files.writeString(folder.newFile().toPath(), content);
  }
}
