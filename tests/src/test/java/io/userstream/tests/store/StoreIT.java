package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.model.User;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks which rows and offsets {@code store} writes, on real servers. */
public class StoreIT {
  private final Flow flow = Flow.on(SharedStack.get(), "store");

  @Test
  @Category({Core.class, OnSpark.class})
  public void everyUserBecomesARow() {
    flow.setUp();
    publish(0, 3_000);

    JobResult result = flow.storeAll();

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), containsString("stored: records=3000 "));
    assertThat(result.out(), containsString(" lag=0"));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 3_000)));
  }

  @Test
  @Category(Core.class)
  public void rowHasTheValuesOfItsUser() {
    flow.setUp();
    publish(0, 50);
    User user = Publisher.user(7);

    flow.storeAll();

    assertThat(flow.contents().column("email"), hasEntry(user.id(), user.email()));
    assertThat(flow.contents().column("dob"), hasEntry(user.id(), user.dateOfBirth().toDate()));
    assertThat(flow.contents().column("post_code"), hasEntry(user.id(), user.address().postcode()));
    assertThat(flow.contents().column("seed"), hasEntry(user.id(), "datagrid2026"));
  }

  @Test
  @Category(Core.class)
  public void redeliveredUsersAreStoredOnce() {
    flow.setUp();
    publish(0, 1_000);
    flow.storeAll();
    publish(0, 1_000);

    JobResult again = flow.storeAll();

    assertThat(again.out(), containsString("stored: records=1000 "));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 1_000)));
  }

  @Test
  @Category(Core.class)
  public void storedUsersAreNotReadAgain() {
    flow.setUp();
    publish(0, 100);
    flow.storeAll();

    assertThat(flow.storeAll().out(), containsString("stored: records=0 runs=0 "));
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void tombstonesErase() {
    flow.setUp();
    publish(0, 100);
    flow.storeAll();
    try (Publisher publisher = new Publisher(flow)) {
      for (int number = 0; number < 40; number++) {
        publisher.erase(Publisher.id(number));
      }
    }

    flow.storeAll();

    assertThat(flow.contents().rowIds(), is(Publisher.ids(40, 100)));
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void latestOfManyStatesInOneMillisecondWins() {
    flow.setUp("--partitions=1");
    // A producer batch has a single append time: thousands of states share a millisecond.
    try (Publisher publisher = new Publisher(flow)) {
      for (int state = 0; state < 3_000; state++) {
        publisher.user(renamed(1, "state " + state));
        if (state % 3 == 0) {
          publisher.erase(Publisher.id(2));
          publisher.user(renamed(2, "state " + state));
        }
        publisher.user(renamed(3, "state " + state)).erase(Publisher.id(3));
      }
    }

    // Ranges begin and end inside a batch and are written in any order.
    JobResult result = flow.storeAll("--maxRunRecords=700");

    assertThat(result.err(), result.exitCode(), is(0));
    Map<String, Object> names = flow.contents().column("first_name");
    assertThat(names, is(Map.of(Publisher.id(1), "state 2999", Publisher.id(2), "state 2997")));
  }

  @Test
  public void valueMissingInALaterStateIsRemoved() {
    flow.setUp();
    User user = Publisher.user(5);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.user(user).flush().user(user.toBuilder().setPhone(null).build());
    }

    flow.storeAll();

    assertThat(flow.contents().column("phone").get(user.id()), is((Object) null));
  }

  @Test
  @Category(OnSpark.class)
  public void recordsOfOlderAndNewerSchemasAreRead() {
    flow.setUp();
    String id = Publisher.id(1);
    String core =
        "\"id\":\"%s\",\"firstName\":\"A\",\"lastName\":\"B\",\"email\":\"a@b.c\",\"username\":\"ab\","
            + "\"dateOfBirth\":\"1980-01-01T00:00:00Z\",\"registeredAt\":\"2010-01-01T00:00:00Z\"";
    String older = "{" + String.format(Locale.ROOT, core, id) + "}";
    String newer =
        "{" + String.format(Locale.ROOT, core, Publisher.id(2)) + ",\"shoeSize\":{\"eu\":[43]}}";
    try (Publisher publisher = new Publisher(flow)) {
      publisher.send(id, utf8(older)).send(Publisher.id(2), utf8(newer));
    }

    flow.storeAll();

    assertThat(flow.contents().rowIds(), is(Publisher.ids(1, 3)));
    assertThat(flow.contents().deadLetters().size(), is(0));
  }

  @Test
  @Category(OnSpark.class)
  public void batchesStayWithinTheServersLimits() throws IOException {
    flow.setUp();
    publish(0, 5_000);

    flow.storeAll();

    assertThat(flow.contents().rowIds().size(), is(5_000));
    assertThat(
        Files.readAllLines(SharedStack.get().cassandra().log()),
        everyItem(
            not(
                anyOf(
                    containsString("exceeding specified threshold"),
                    containsString("batch covering")))));
  }

  @Test
  public void missingTableOrTopicIsNamedBeforeAnyRunStarts() {
    JobResult result = flow.storeAll();

    assertThat(result.exitCode(), is(1));
    assertThat(result.err(), containsString(flow.topic()));
    assertThat(result.err(), containsString("setup"));
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void recordsDeletedBeforeTheyWereStoredStopTheJob() throws Exception {
    flow.setUp("--partitions=1");
    publish(0, 10);
    flow.storeAll();
    publish(10, 20);
    TopicPartition partition = new TopicPartition(flow.topic(), 0);
    try (Admin admin = Admin.create(flow.stack().kafkaClient())) {
      // Only a topic with cleanup policy "delete" can lose its beginning.
      TopicConfig.set(admin, flow.topic(), "cleanup.policy", "delete");
      TopicConfig.deleteRecords(admin, partition, 15);
    }

    JobResult result = flow.storeAll();

    assertThat(result.exitCode(), is(1));
    assertThat(result.err(), containsString("offset 10"));
    assertThat(flow.contents().committed().get(partition), is(10L));
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void everyPartitionIsCommittedUpToItsEnd() {
    flow.setUp();
    publish(0, 500);

    flow.storeAll();

    Map<TopicPartition, Long> records =
        flow.contents().records().stream()
            .collect(
                Collectors.toMap(
                    read -> new TopicPartition(read.topic(), read.partition()),
                    read -> read.offset() + 1,
                    Math::max));
    assertThat(flow.contents().committed(), is(records));
  }

  private void publish(long from, long to) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(from, to);
    }
  }

  private static User renamed(long number, String firstName) {
    return Publisher.user(number).toBuilder().setFirstName(firstName).build();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
