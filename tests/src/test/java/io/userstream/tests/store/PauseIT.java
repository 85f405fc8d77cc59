package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Checks that all drivers of a group pause and resume, whatever is started, stopped or killed. */
public class PauseIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String DRAINED = "--until=drained";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Flow flow = Flow.on(SharedStack.get(), "pause").setUp();
  private final JobStatus status = new JobStatus();
  private final JobStatus other = new JobStatus();
  private final GroupOffsets offsets = new GroupOffsets(flow);

  @After
  public void closeOffsets() {
    offsets.close();
  }

  @Test
  @Category(Core.class)
  public void allDriversOfAGroupPauseAndResume() {
    String small = "--maxRunRecords=100";
    try (JobProcess first = flow.start("store", status.option(), small);
        JobProcess second = flow.start("store", other.option(), small)) {
      publish(0, 3_000);
      Await.until("both drivers commit", LIMIT, () -> isWorking(status) && isWorking(other));

      JobResult paused = flow.run("pause", "--reason=node repair");

      assertThat(paused.err(), paused.exitCode(), is(0));
      assertThat(
          paused.out(),
          matchesRegex(
              "paused: group="
                  + flow.group()
                  + " since=\\S+Z maxRate=none drivers=2 partitions=6 quiet=6\n"));
      long stored = offsets.sum();
      publish(3_000, 4_000);
      for (JobStatus driver : List.of(status, other)) {
        assertThat(driver.metric("userstream_paused"), is(1.0));
        assertThat(driver.metric("userstream_ready"), is(1.0));
        assertThat(driver.readiness(), startsWith("200 paused since "));
        assertThat(driver.readiness(), containsString("Z: node repair"));
      }
      Await.until("the lag is seen", LIMIT, () -> lag() == 4_000 - stored);
      // Drivers have looked for orders again when they have followed this one.
      assertThat(flow.run("pause", "--reason=still repairing").exitCode(), is(0));
      assertThat("nothing is stored", offsets.sum(), is(stored));
      assertThat("nothing is stored", flow.contents().countRows(), is(stored));

      JobResult resumed = flow.run("resume");

      assertThat(resumed.err(), resumed.exitCode(), is(0));
      assertThat(
          resumed.out(),
          is("resumed: group=" + flow.group() + " maxRate=none drivers=2 partitions=6\n"));
      Await.until("everything is committed", LIMIT, () -> offsets.sum() == 4_000);
      assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 4_000)));
      assertThat(status.metric("userstream_paused"), is(0.0));
      assertThat(status.readiness(), is("200 ok"));
      assertThat(first.isRunning() && second.isRunning(), is(true));
    }
  }

  @Test
  public void aPauseOutlivesEveryDriver() {
    assertThat(flow.run("pause").out(), containsString(" drivers=0 partitions=0 quiet=0"));
    publish(0, 500);
    try (JobProcess first = flow.start("store", status.option())) {
      awaitPause(status);
      assertThat(offsets.sum(), is(0L));
      first.kill();
    }
    String drain = status.option();
    try (JobProcess second = flow.start("store", drain, DRAINED)) {
      awaitPause(status);
      assertThat(offsets.sum(), is(0L));
      Await.until(
          "the log says how to continue",
          LIMIT,
          () -> second.err().contains("To continue: userstream resume --group=" + flow.group()));

      assertThat(flow.run("resume").exitCode(), is(0));

      assertThat(second.awaitEnd(LIMIT), is(0));
      assertThat(second.out(), containsString("stored: records=500 "));
      assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 500)));
    }
  }

  @Test
  @Category(OnSpark.class)
  public void aDriverThatIsKilledWhilePausedLosesNothing() {
    publish(0, 2_000);
    String[] slow = {"--maxRunRecords=100", "--maxRate=400/s"};
    try (JobProcess first = flow.start("store", slow)) {
      Await.until("a part is committed", LIMIT, () -> offsets.sum() > 200);
      assertThat(flow.run("pause").exitCode(), is(0));
      first.kill();
    }
    long stored = offsets.sum();
    try (JobProcess second = flow.start("store", status.option())) {
      awaitPause(status);
      assertThat(offsets.sum(), is(stored));

      assertThat(flow.run("resume").exitCode(), is(0));

      Await.until("everything is committed", LIMIT, () -> offsets.sum() == 2_000);
      assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 2_000)));
      assertThat(second.isRunning(), is(true));
    }
  }

  /** Kafka forgets offsets of a group without members, and an operator may delete the group. */
  @Test
  public void aPauseOutlivesTheOffsetOfItsOrderWhileADriverRuns() throws Exception {
    publish(0, 100);
    try (JobProcess first = flow.start("store", status.option())) {
      Await.until("all is committed", LIMIT, () -> offsets.sum() == 100);
      assertThat(flow.run("pause").exitCode(), is(0));
      try (Admin admin = KafkaClients.admin(flow.stack())) {
        Await.until(
            "the driver has a copy",
            LIMIT,
            () ->
                admin
                    .listConsumerGroupOffsets(flow.group() + "-control-copy")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .containsKey(new TopicPartition(flow.topic(), 0)));
        admin.deleteConsumerGroups(List.of(flow.group() + "-control")).all().get();
      }
      first.kill();
    }
    publish(100, 200);
    try (JobProcess second = flow.start("store", status.option())) {
      awaitPause(status);
      assertThat(offsets.sum(), is(100L));
      assertThat(flow.run("resume").exitCode(), is(0));
      Await.until("all is committed", LIMIT, () -> offsets.sum() == 200);
      assertThat(second.isRunning(), is(true));
    }
  }

  @Test
  public void aDryRunChangesNothing() {
    JobResult dry = flow.run("pause", "--dryRun", "--reason=repair");

    assertThat(dry.err(), dry.exitCode(), is(0));
    assertThat(dry.out(), startsWith("would be paused: group=" + flow.group() + " since="));
    assertThat(
        flow.run("resume", "--dryRun", "--maxRate=5/s").out(),
        is("would be resumed: group=" + flow.group() + " maxRate=5/s drivers=0 partitions=0\n"));
    assertThat(
        flow.run("resume").out(),
        is("resumed: group=" + flow.group() + " maxRate=none drivers=0 partitions=0\n"));
  }

  @Test
  public void aRepeatedPauseKeepsItsBegin() throws Exception {
    Path file = folder.getRoot().toPath().resolve("result.json");
    String first = flow.run("pause", "--resultFile=" + file).out();
    JsonNode result = new ObjectMapper().readTree(file.toFile());

    assertThat(flow.run("pause").out(), is(first));

    assertThat(first, containsString(" since=" + result.path("since").asText() + " "));
    assertThat(result.path("group").asText(), is(flow.group()));
    assertThat(result.path("quiet").asInt(-1), is(0));
  }

  @Test
  public void wrongOptionsAreRejectedTogether() {
    JobResult pause = flow.run("pause", "--reason=" + "x".repeat(201), "--wait=soon");
    JobResult resume = flow.run("resume", "--maxRate=fast");

    assertThat(pause.exitCode(), is(2));
    assertThat(pause.err(), containsString("must be one line of at most 200 characters"));
    assertThat(pause.err(), containsString("--wait=soon"));
    assertThat(resume.exitCode(), is(2));
    assertThat(
        resume.err(),
        containsString(
            "--maxRate=fast: must be one of N/s, N/min, N/h with N from 1 to 999999999, or none"));
  }

  @Test
  public void aMissingTopicIsNamed() {
    JobResult pause = flow.run("pause", "--topic=" + flow.topic().toUpperCase(Locale.ROOT));

    assertThat(pause.exitCode(), is(1));
    assertThat(pause.err(), containsString(flow.topic().toUpperCase(Locale.ROOT)));
  }

  private static boolean isWorking(JobStatus driver) {
    return driver.metric("userstream_last_commit_timestamp_seconds") > 0;
  }

  private double lag() {
    return status.sum("userstream_lag_records") + other.sum("userstream_lag_records");
  }

  private void publish(long from, long to) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(from, to).flush();
    }
  }

  private static void awaitPause(JobStatus driver) {
    Await.until(
        "the driver is paused", LIMIT, () -> driver.readiness().startsWith("200 paused since "));
  }
}
