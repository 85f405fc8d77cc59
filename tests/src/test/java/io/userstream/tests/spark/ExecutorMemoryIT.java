package io.userstream.tests.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.runloop.HungryTopic;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Runs a job whose first run does not fit into the memory of an executor. */
@Category(OnSpark.class)
public class ExecutorMemoryIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** A megabyte each, and more than the heap of the executor. Fits into a single run. */
  private static final int RECORDS = 700;

  private final Flow flow = Flow.on(SharedStack.get(), "hungry");

  @Test
  public void runsAreCutUntilTheyFitIntoTheExecutor() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), 1, (short) 1));
    publish();

    try (JobProcess job =
        LocalSpark.start(
            flow.stack(),
            flow.topic(),
            List.of(
                "-Dspark.master=" + flow.stack().spark().masterUrl(),
                "-Dspark.cores.max=1",
                "-Dspark.executor.memory=512m",
                "-Dspark.executor.extraClassPath=" + LocalSpark.jobClassPath(HungryTopic.class)),
            HungryTopic.class,
            List.of(
                "--bootstrapServers=" + flow.stack().bootstrapServers(),
                "--topic=" + flow.topic(),
                "--group=" + flow.group()))) {
      assertThat(job.output(), job.awaitEnd(LIMIT), is(0));
      assertThat(job.err(), containsString("OutOfMemoryError"));
      assertThat(job.output(), job.out(), containsString("records=" + RECORDS));
    }
  }

  private void publish() {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaClients.properties(flow.stack(), Map.of("acks", "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int number = 0; number < RECORDS; number++) {
        var unused = producer.send(new ProducerRecord<>(flow.topic(), new byte[1]));
      }
    }
  }
}
