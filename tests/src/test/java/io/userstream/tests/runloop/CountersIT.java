package io.userstream.tests.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.spark.LocalSpark;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Before;
import org.junit.Test;

/**
 * Checks the reported values of Beam's counters when a run fails after part of it succeeded, and
 * the number of slots.
 */
public class CountersIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Flow flow = Flow.on(SharedStack.get(), "counted");

  @Before
  public void publish() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), 2, (short) 1));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaClients.properties(flow.stack(), Map.of("acks", "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int number = 0; number < CountedTopic.RECORDS; number++) {
        producer.send(new ProducerRecord<>(flow.topic(), number % 2, null, new byte[1])).get();
      }
    }
  }

  @Test
  public void failedAttemptCountsNothingOnDirectRunner() {
    try (JobProcess job =
        JobProcess.start(
            flow.stack(),
            flow.topic(),
            JobCommand.of(
                System.getProperty("java.class.path"),
                List.of("-Xmx512m"),
                CountedTopic.class.getName()),
            arguments("--targetParallelism=3"))) {
      assertCounted(job, 3);
    }
  }

  @Test
  public void failedAttemptCountsNothingOnSparkAlthoughOneTaskSucceeded() {
    // One slot: the failing task starts after the other one has ended.
    try (JobProcess job =
        LocalSpark.start(
            flow.stack(),
            flow.topic(),
            List.of("-Dspark.master=local[1]"),
            CountedTopic.class,
            arguments())) {
      assertCounted(job, 1);
    }
  }

  @Test
  public void slotsOfSparkAreItsCoresDividedByThoseOfATaskAlsoWhenItHasEnded() {
    try (JobProcess job =
        LocalSpark.start(
            flow.stack(),
            flow.topic(),
            List.of("-Dspark.master=local[4]", "-Dspark.task.cpus=2"),
            CountedTopic.class,
            arguments())) {
      assertCounted(job, 2);
    }
  }

  private static void assertCounted(JobProcess job, int slots) {
    assertThat(job.output(), job.awaitEnd(LIMIT), is(0));
    assertThat(
        job.output(),
        job.out(),
        containsString(
            String.format(
                Locale.ROOT,
                "repeats=1 told=%d slots=%d later=%d",
                CountedTopic.RECORDS,
                slots,
                slots)));
  }

  private List<String> arguments(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bootstrapServers=" + flow.stack().bootstrapServers(),
                "--topic=" + flow.topic(),
                "--group=" + flow.group()));
    arguments.addAll(List.of(more));
    return arguments;
  }
}
