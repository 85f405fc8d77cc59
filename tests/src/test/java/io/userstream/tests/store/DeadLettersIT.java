package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.deadletters.DeadLetterWriter;
import io.userstream.io.deadletters.Origin;
import io.userstream.model.RejectReason;
import io.userstream.model.User;
import io.userstream.model.UserJson;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.SharedStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks that every record that cannot become a row becomes exactly one dead letter. */
public class DeadLettersIT {
  private final Flow flow = Flow.on(SharedStack.get(), "dead");

  @Test
  @Category(Core.class)
  public void everyReasonOfTheVocabularyIsReported() {
    flow.setUp();
    User user = Publisher.user(1);
    Map<RejectReason, byte[]> values = new EnumMap<>(RejectReason.class);
    values.put(RejectReason.MALFORMED, utf8("{\"id\":"));
    values.put(RejectReason.UNKNOWN_SCHEMA, new byte[] {0, 0, 0, 0, 42, 1, 2, 3});
    values.put(RejectReason.MISSING_FIELD, utf8("{\"id\":\"" + user.id() + "\"}"));
    values.put(
        RejectReason.TOO_LONG,
        UserJson.write(user.toBuilder().setFirstName("x".repeat(10_000)).build()));
    values.put(
        RejectReason.IMPLAUSIBLE_DATE,
        UserJson.write(
            user.toBuilder().setDateOfBirth(Instant.parse("1066-10-14T09:00:00Z")).build()));
    values.put(
        RejectReason.INVALID_VALUE, UserJson.write(user.toBuilder().setEmail("nobody").build()));
    values.put(RejectReason.KEY_MISMATCH, UserJson.write(Publisher.user(2)));
    values.put(RejectReason.INVALID_KEY, UserJson.write(user));
    try (Publisher publisher = new Publisher(flow)) {
      values.forEach(
          (reason, value) ->
              publisher.send(reason == RejectReason.INVALID_KEY ? "no uuid" : user.id(), value));
    }

    assertThat(flow.storeAll().exitCode(), is(0));

    List<String> reasons = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> letter : flow.contents().deadLetters()) {
      reasons.add(header(letter, DeadLetter.ERROR_REASON));
      // The detail names the rule and no personal data.
      assertThat(header(letter, DeadLetter.ERROR_DETAIL), not(containsString(user.lastName())));
      assertThat(header(letter, DeadLetter.ATTEMPT), is("1"));
    }
    assertThat(
        reasons,
        containsInAnyOrder(
            values.keySet().stream().map(RejectReason::code).toArray(String[]::new)));
    // LargeRecordsIT has the remaining one.
    assertThat(
        EnumSet.complementOf(EnumSet.copyOf(values.keySet())),
        is(EnumSet.of(RejectReason.TOO_LARGE)));
    assertThat(flow.contents().rowIds().size(), is(0));
  }

  @Test
  @Category(OnSpark.class)
  public void keyValueAndHeadersAreUnchangedAndTheOriginIsNamed() {
    flow.setUp("--partitions=1");
    byte[] value = {(byte) 0xff, (byte) 0xfe, 0, 1};
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", new byte[] {1, 2, 3}).add("trace", null);
    try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(flow.stack())) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  flow.topic(), null, null, utf8(Publisher.id(1)), value, headers));
    }

    flow.storeAll();

    ConsumerRecord<byte[], byte[]> letter = flow.contents().deadLetters().get(0);
    ConsumerRecord<byte[], byte[]> origin = flow.contents().records().get(0);
    assertThat(letter.key(), is(origin.key()));
    assertThat(letter.value(), is(value));
    assertThat(letter.headers().toArray()[0].value(), is(new byte[] {1, 2, 3}));
    assertThat(letter.headers().toArray()[1].value(), is((byte[]) null));
    assertThat(header(letter, DeadLetter.ORIGIN_TOPIC), is(flow.topic()));
    assertThat(header(letter, DeadLetter.ORIGIN_PARTITION), is("0"));
    assertThat(header(letter, DeadLetter.ORIGIN_OFFSET), is("0"));
    assertThat(header(letter, DeadLetter.ORIGIN_TIMESTAMP), is(Long.toString(origin.timestamp())));
  }

  @Test
  @Category(OnSpark.class)
  public void recordOfTheMaximumSizeBecomesADeadLetter() {
    flow.setUp();
    byte[] large = new byte[1_040_000];
    new Random(1).nextBytes(large);
    large[0] = 'x';
    try (Publisher publisher = new Publisher(flow)) {
      publisher.send(Publisher.id(1), large).users(2, 10);
    }

    JobResult result = flow.storeAll();

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(flow.contents().deadLetters().get(0).value(), is(large));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(2, 10)));
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void poisonStormIsExact() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow)) {
      for (long number = 0; number < 6_000; number++) {
        if (number % 10 == 3) {
          publisher.poison(number);
        } else {
          publisher.user(Publisher.user(number));
        }
      }
    }

    flow.storeAll("--maxRunRecords=1000");

    assertThat(flow.contents().rowIds().size(), is(5_400));
    assertThat(origins(flow).size(), is(600));
    assertThat(flow.contents().deadLetters().size(), is(600));
  }

  @Test
  @Category(OnSpark.class)
  public void repeatedRangesAddNoDeadLetter() throws Exception {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow)) {
      for (long number = 0; number < 200; number++) {
        publisher.poison(number);
      }
    }
    flow.storeAll();
    // Simulates a driver that was killed between its last write and its commit.
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      admin.deleteConsumerGroups(List.of(flow.group())).all().get();
    }

    flow.storeAll();

    assertThat(flow.contents().deadLetters().size(), is(200));
  }

  @Test
  @Category(OnSpark.class)
  public void recreatedTopicGetsDeadLettersOfItsOwn() throws Exception {
    flow.setUp("--partitions=1");
    byte[] earlier = utf8("of the earlier topic");
    byte[] later = utf8("of the later topic");
    try (Publisher publisher = new Publisher(flow)) {
      publisher.send(Publisher.id(1), earlier).send(Publisher.id(2), earlier);
    }
    flow.storeAll();
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      admin.deleteTopics(List.of(flow.topic())).all().get();
      Await.until(
          "the topic is deleted",
          Duration.ofSeconds(60),
          () -> !admin.listTopics().names().get().contains(flow.topic()));
      flow.setUp("--partitions=1");
      try (Publisher publisher = new Publisher(flow)) {
        publisher.send(Publisher.id(3), later).send(Publisher.id(4), later);
      }

      JobResult result = flow.storeAll();

      assertThat(result.err(), result.exitCode(), is(0));
      List<ConsumerRecord<byte[], byte[]>> letters = flow.contents().deadLetters();
      assertThat(letters.size(), is(4));
      String topicId = KafkaClients.topicId(admin, flow.topic());
      for (ConsumerRecord<byte[], byte[]> letter : letters) {
        assertThat(
            header(letter, "userstream.origin.topic.id").equals(topicId),
            is(Arrays.equals(letter.value(), later)));
      }
    }
  }

  @Test
  @Category(OnSpark.class)
  public void deadLetterOfADeletedTopicIsNotWritten() {
    flow.setUp("--partitions=1");
    Map<String, Object> client = flow.stack().kafkaClient();
    DeadLetter planned =
        DeadLetter.ofRecord(record(1), "AAAAAAAAQACAAAAAAAAAAA", "malformed", "", 1);

    try (DeadLetterWriter writer =
        new DeadLetterWriter(flow.deadLetterTopic(), client, DeadLetterEncryption.NONE)) {
      KafkaException refused =
          assertThrows(KafkaException.class, () -> writer.write(List.of(planned)));
      assertThat(refused.getMessage(), containsString("was recreated"));
    }

    assertThat(flow.contents().deadLetters().size(), is(0));
  }

  @Test
  public void deadLetterWithoutATopicIdCountsOnlyForARecordOfTheSameTime() {
    flow.setUp("--partitions=1");
    Map<String, Object> client = flow.stack().kafkaClient();
    long nowMs = System.currentTimeMillis();
    DeadLetter ofEarlierRelease = DeadLetter.ofRecord(record(nowMs), null, "malformed", "", 1);
    DeadLetter same = DeadLetter.ofRecord(record(nowMs), "id", "malformed", "", 1);
    DeadLetter ofAnotherTopic = DeadLetter.ofRecord(record(nowMs + 1), "id", "malformed", "", 1);

    try (DeadLetterWriter writer =
        new DeadLetterWriter(flow.deadLetterTopic(), client, DeadLetterEncryption.NONE)) {
      writer.write(List.of(ofEarlierRelease));

      assertThat(writer.unwritten(List.of(same, ofAnotherTopic)), is(List.of(ofAnotherTopic)));
    }
  }

  private SourceRecord record(long timestampMs) {
    return SourceRecord.of(flow.topic(), 0, 0, timestampMs, 1, utf8("key"), utf8("value"), null);
  }

  /** Returns the number of dead letters of each origin. */
  static Map<String, Integer> origins(Flow flow) {
    Map<String, Integer> origins = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> letter : flow.contents().deadLetters()) {
      origins.merge(Origin.inHeaders(letter.headers()).orElseThrow().toString(), 1, Integer::sum);
    }
    return origins;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
