package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

/** Checks changes of the users topic while the store runs. */
public class ChangedTopicIT {
  private final Flow flow = Flow.on(SharedStack.get(), "changed");

  @Test
  public void aNewPartitionIsStoredSoon() throws Exception {
    flow.setUp("--partitions=1");
    try (JobProcess store = flow.start("store");
        Publisher publisher = new Publisher(flow);
        Admin admin = KafkaClients.admin(flow.stack())) {
      publisher.users(0, 20).flush();
      awaitRows(20, Duration.ofMinutes(2));

      admin.createPartitions(Map.of(flow.topic(), NewPartitions.increaseTo(4))).all().get();
      awaitLeaders(admin, 4);
      try (Publisher later = new Publisher(flow)) { // It knows the new partitions.
        later.users(20, 100).flush();
      }

      // 15 s until it is assigned; the rest is for a run on a busy machine.
      awaitRows(100, Duration.ofSeconds(25));
      assertThat(store.isRunning(), is(true));
    }
  }

  @Test
  public void aTopicThatLosesItsAppendTimesStopsTheStore() throws Exception {
    flow.setUp("--partitions=1");
    try (JobProcess store = flow.start("store");
        Publisher publisher = new Publisher(flow);
        Admin admin = KafkaClients.admin(flow.stack())) {
      publisher.users(0, 20).flush();
      awaitRows(20, Duration.ofMinutes(2));

      TopicConfig.set(admin, flow.topic(), "message.timestamp.type", "CreateTime");

      assertThat(store.awaitEnd(Duration.ofSeconds(60)), is(1));
      assertThat(store.err(), containsString("has message.timestamp.type=CreateTime"));
    }
  }

  /** See {@link io.userstream.tests.flow.EmptyTopics}: a batch that is sent too early can fail. */
  private void awaitLeaders(Admin admin, int partitions) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(flow.topic(), partition), OffsetSpec.latest());
    }
    Await.until(
        "the leaders of the new partitions respond",
        Duration.ofSeconds(30),
        () -> admin.listOffsets(asked).all().get().size() == partitions);
  }

  private void awaitRows(long rows, Duration limit) {
    Await.until(rows + " users are stored", limit, () -> flow.contents().countRows() == rows);
  }
}
