package io.userstream.tests.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.SharedStack;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks how {@code userstream reconcile} reports a group without offsets for every partition. */
public final class ReconcileGroupIT {
  private static final int USERS = 60;

  @Test
  @Category(Core.class)
  public void missingGroupIsAnErrorAndNotInFlight() {
    Flow flow = stored("group_typo");

    JobResult result = flow.run("reconcile", "--group=typo");

    assertThat(
        result.err(),
        containsString("Group typo has no committed offsets for topic " + flow.topic()));
    assertThat(result.out(), is(""));
    assertThat(result.exitCode(), is(1));
  }

  @Test
  public void groupWithExpiredOffsetsIsAnError() throws Exception {
    Flow flow = stored("group_expired");
    try (Admin admin = admin(flow)) {
      admin
          .deleteConsumerGroupOffsets(flow.group(), flow.contents().committed().keySet())
          .all()
          .get();
    }

    JobResult result = flow.run("reconcile");

    assertThat(result.err(), containsString("Group " + flow.group() + " has no committed offsets"));
    assertThat(result.exitCode(), is(1));
  }

  @Test
  public void offsetsOfARecreatedTopicAreAnError() throws Exception {
    Flow flow = stored("group_other_log");
    try (Admin admin = admin(flow)) {
      admin
          .alterConsumerGroupOffsets(
              flow.group(),
              Map.of(
                  new TopicPartition(flow.topic(), 0),
                  new OffsetAndMetadata(1, "userstream/1 topic-id=PSbgkNZlQG2Wcoj6tZvz5A")))
          .all()
          .get();
    }

    JobResult result = flow.run("reconcile");

    assertThat(
        result.err(),
        containsString(
            "Group "
                + flow.group()
                + " cannot continue in "
                + flow.topic()
                + "-0 at offset 1: the topic was recreated"));
    assertThat(result.out(), is(""));
    assertThat(result.exitCode(), is(1));
  }

  @Test
  public void settleTimeoutWaitsForTheGroupAndNamesIt() {
    Flow flow = stored("group_waited_for");

    JobResult result = flow.run("reconcile", "--group=typo", "--settleTimeout=2s");

    assertThat(result.err(), containsString("Group typo has no committed offsets"));
    assertThat(result.err(), containsString("after 2 s"));
    assertThat(result.exitCode(), is(1));
  }

  @Test
  public void storeStartedWithinTheSettleTimeoutIsWaitedFor() throws Exception {
    Flow flow = published("group_first");

    CompletableFuture<JobResult> result =
        CompletableFuture.supplyAsync(() -> flow.run("reconcile", "--settleTimeout=4m"));
    flow.prepare("store", "--until=drained");

    assertThat(result.get(5, TimeUnit.MINUTES).out(), endsWith(counts(USERS, USERS, 0)));
    assertThat(result.get().exitCode(), is(0));
  }

  @Test
  public void emptyTopicNeedsNoGroup() {
    Flow flow = Flow.on(SharedStack.get(), "group_empty").setUp();

    JobResult result = flow.run("reconcile", "--group=nobody-yet");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), endsWith(counts(0, 0, 0)));
  }

  @Test
  @Category(OnSpark.class)
  public void newPartitionIsInFlightUntilTheStoreCommitsIt() throws Exception {
    Flow flow = stored("group_new_partition");
    int partitions = flow.contents().committed().size();
    try (Admin admin = admin(flow)) {
      admin
          .createPartitions(Map.of(flow.topic(), NewPartitions.increaseTo(partitions + 1)))
          .all()
          .get();
    }
    sendTo(flow, partitions, Publisher.id(1_000_000));

    JobResult result = flow.run("reconcile");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), endsWith(counts(USERS + 1, USERS, 1)));
  }

  private static String counts(long published, long stored, long inFlight) {
    return String.format(
        Locale.ROOT,
        "reconciled: published=%d stored=%d erased=0 dead=0 in-flight=%d%n",
        published,
        stored,
        inFlight);
  }

  private static Flow published(String name) {
    Flow flow = Flow.on(SharedStack.get(), name).setUp("--partitions=2");
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, USERS);
    }
    return flow;
  }

  private static Flow stored(String name) {
    Flow flow = published(name);
    flow.prepare("store", "--until=drained");
    return flow;
  }

  private static void sendTo(Flow flow, int partition, String id) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            flow.stack().kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  flow.topic(), partition, id.getBytes(StandardCharsets.UTF_8), null))
          .get();
    }
  }

  private static Admin admin(Flow flow) {
    return Admin.create(flow.stack().kafkaClient());
  }
}
