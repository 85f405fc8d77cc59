package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.spark.LocalSpark;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Proves why {@code store --engine=native} is rejected on the Spark runner. Passes as long as
 * Beam's Spark runner loses records of an unbounded read. A failure is good news: the rejection may
 * no longer be necessary.
 */
@Category(OnSpark.class)
public class NativeStreamingLossIT {
  private static final int PARTITIONS = 2;
  private static final int RECORDS = 50_000;

  /** About the size of a user as JSON. */
  private static final String VALUE = "x".repeat(1_000);

  /**
   * Leaves Spark 4 MB of heap for data between batches, for 50 MB of records. The executor of a
   * larger topic has more of both.
   */
  private static final String LITTLE_STORAGE = "-Dspark.memory.fraction=0.005";

  private static final Duration LIMIT = Duration.ofSeconds(80);

  private final Flow flow = Flow.on(SharedStack.get(), "loss");
  private final Path sink = flow.stack().directory().resolve(flow.topic() + ".sink");

  @Test
  public void beamStreamingOnSparkSilentlyLosesWhatDoesNotFitIntoMemory() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), PARTITIONS, (short) 1));
    try (Admin admin = KafkaClients.admin(flow.stack());
        Publisher publisher = new Publisher(flow);
        JobProcess job =
            LocalSpark.start(
                flow.stack(),
                flow.topic(),
                List.of(LITTLE_STORAGE),
                StreamingToFile.class,
                List.of(
                    "--bootstrapServers=" + flow.stack().bootstrapServers(),
                    "--topic=" + flow.topic(),
                    "--sinkFile=" + sink))) {
      send(publisher, RECORDS);
      Await.until("records arrive", LIMIT, () -> !stored().isEmpty());
      List<Long> ends = ends(admin);
      // Spark reads a partition in order, batch by batch. A record that is missing after two later
      // records of its partition have arrived will never arrive.
      Await.until("later records arrive", LIMIT, () -> arrived(publisher, ends));
      List<Long> later = ends(admin);
      Await.until("still later records arrive", LIMIT, () -> arrived(publisher, later));
      long lost = lost(stored(), ends);
      System.err.printf(
          Locale.ROOT,
          "Beam's streaming on Spark: %d of %d records lost, in state RUNNING%n",
          lost,
          RECORDS);
      assertThat(job.isRunning(), is(true));
      assertThat(job.output(), containsString("state RUNNING"));
      assertThat(job.output(), not(containsString("Exception")));
      assertThat(
          "Beam's Spark streaming lost nothing: reconsider docs/native-streaming.md and the "
              + "rejection",
          lost > 0);
    }
  }

  /** Returns the end offsets, in the order of the partitions. */
  private List<Long> ends(Admin admin) throws Exception {
    List<Long> ends = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      TopicPartition asked = new TopicPartition(flow.topic(), partition);
      ends.add(
          admin
              .listOffsets(Map.of(asked, OffsetSpec.latest()))
              .partitionResult(asked)
              .get()
              .offset());
    }
    return ends;
  }

  /**
   * Publishes a few more records, and returns whether some of them arrived from every partition.
   */
  private boolean arrived(Publisher publisher, List<Long> ends) throws IOException {
    send(publisher, 10);
    Map<Integer, BitSet> stored = stored();
    return IntStream.range(0, PARTITIONS)
        .allMatch(partition -> of(stored, partition).length() > ends.get(partition));
  }

  private static long lost(Map<Integer, BitSet> stored, List<Long> ends) {
    long lost = 0;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int end = Math.toIntExact(ends.get(partition));
      lost += end - of(stored, partition).get(0, end).cardinality();
    }
    return lost;
  }

  private static BitSet of(Map<Integer, BitSet> stored, int partition) {
    return stored.getOrDefault(partition, new BitSet());
  }

  private static void send(Publisher publisher, int count) {
    for (int number = 0; number < count; number++) {
      publisher.send(Integer.toString(number), VALUE.getBytes(StandardCharsets.UTF_8));
    }
    publisher.flush();
  }

  /** Returns the offsets in the sink, by partition. */
  private Map<Integer, BitSet> stored() throws IOException {
    Map<Integer, BitSet> stored = new HashMap<>();
    if (Files.exists(sink)) {
      for (String line : Files.readAllLines(sink)) {
        String[] place = line.split("-", -1);
        if (place.length == 2 && !place[1].isEmpty()) {
          stored
              .computeIfAbsent(Integer.valueOf(place[0]), partition -> new BitSet())
              .set(Integer.parseInt(place[1]));
        }
      }
    }
    return stored;
  }
}
