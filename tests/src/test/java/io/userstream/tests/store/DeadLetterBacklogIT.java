package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

/**
 * Checks that a backlog of broken records takes bounded memory, and no dead letter is written
 * twice. {@code -Duserstream.backlog=2000000} makes it large.
 */
public class DeadLetterBacklogIT {
  private static final int RECORDS = Integer.getInteger("userstream.backlog", 60_000);

  private final Flow flow = Flow.on(SharedStack.get(), "backlog");

  @Test
  public void aBacklogOfBrokenRecordsFitsIntoASmallHeap() throws Exception {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow)) {
      for (long number = 0; number < RECORDS; number++) {
        publisher.poison(number);
      }
    }

    store("first");
    assertThat(deadLetters(), is((long) RECORDS));
    // As after a driver that was killed before its first commit.
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      admin.deleteConsumerGroups(List.of(flow.group())).all().get();
    }
    store("second");
    assertThat(deadLetters(), is((long) RECORDS));
  }

  private void store(String attempt) {
    long startNanos = System.nanoTime();
    try (JobProcess store = flow.start(JobCommand.jar("-Xmx400m"), "store", "--until=drained")) {
      int code = store.awaitEnd(Duration.ofMinutes(30));
      assertThat(store.err(), code, is(0));
      assertThat(store.out(), containsString("repeated=0"));
      System.out.printf(
          Locale.ROOT,
          "%s attempt: %d dead letters in %d s, peak heap %d MiB%n",
          attempt,
          RECORDS,
          (System.nanoTime() - startNanos) / 1_000_000_000,
          store.peakHeapMib());
    }
  }

  private long deadLetters() {
    try (Consumer<byte[], byte[]> consumer = flow.contents().consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(flow.deadLetterTopic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .collect(Collectors.toList());
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      return ends.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
