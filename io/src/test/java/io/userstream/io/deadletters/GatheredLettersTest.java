package io.userstream.io.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.Test;

public class GatheredLettersTest {
  private static final String ID = "topic-id";

  private final GatheredLetters letters = new GatheredLetters();

  @Test
  public void marksNameTheRedrivenDeadLettersInAnyOrder() {
    letter("users", ID, 0, 40);
    mark("users", ID, 0, OffsetSet.between(39, 41));
    letter("users", ID, 0, 39);
    letter("users", ID, 0, 41);

    assertThat(redriven(), contains(40L, 39L));
    assertThat(letters.newestFirst().size(), is(3));
    assertThat("marks are not of other programs", letters.others(), is(0L));
  }

  @Test
  public void marksOfOtherRecordsDoNotCount() {
    letter("users", ID, 0, 40);
    letter("users", null, 0, 40);
    for (OffsetSet others : List.of(OffsetSet.between(0, 40), OffsetSet.between(41, 50))) {
      mark("users", ID, 0, others);
    }
    OffsetSet all = OffsetSet.between(0, 50);
    mark("users", "an earlier topic's id", 0, all);
    mark("others", ID, 0, all);
    mark("users", ID, 1, all);

    assertThat(redriven(), is(empty()));
  }

  @Test
  public void otherRecordsAreCounted() {
    add(new ProducerRecord<>("users.dlq", new byte[1], new byte[1]));

    assertThat(letters.others(), is(1L));
    assertThat(letters.newestFirst(), is(empty()));
  }

  private List<Long> redriven() {
    return letters.newestFirst().stream()
        .filter(DeadLetterEntry::isRedriven)
        .map(letter -> letter.origin().offset())
        .toList();
  }

  private void letter(String topic, @Nullable String topicId, int partition, long offset) {
    add(
        DeadLetter.ofRecord(
                SourceRecord.of(topic, partition, offset, 0, 0, new byte[1], new byte[1], null),
                topicId,
                "malformed",
                "no JSON",
                1)
            .toRecord("users.dlq"));
  }

  private void mark(String topic, String topicId, int partition, OffsetSet offsets) {
    new RedriveMark(topic, topicId, partition, offsets).toRecords("users.dlq").forEach(this::add);
  }

  private void add(ProducerRecord<byte[], byte[]> written) {
    letters.add(
        new ConsumerRecord<>(
            "users.dlq",
            0,
            0,
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            written.key(),
            written.value(),
            new RecordHeaders(written.headers()),
            Optional.empty()));
  }
}
