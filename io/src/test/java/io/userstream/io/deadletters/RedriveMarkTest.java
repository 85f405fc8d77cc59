package io.userstream.io.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.userstream.runloop.ranges.OffsetSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.Test;

public class RedriveMarkTest {
  private static final OffsetSet OFFSETS = OffsetSet.of(LongStream.of(1, 2, 3, 7));

  @Test
  public void markIsReadAsItWasWritten() {
    RedriveMark mark = new RedriveMark("users", "id", 3, OFFSETS);
    ProducerRecord<byte[], byte[]> record = mark.toRecords("users.dlq").get(0);

    assertThat(RedriveMark.in(record.headers(), record.value()), is(Optional.of(mark)));
    assertThat(new String(record.value(), UTF_8), is("1-3,7"));
    assertThat(
        "earlier releases ignore it", Origin.inHeaders(record.headers()), is(Optional.empty()));
  }

  @Test
  public void manyOffsetsAreSeveralMarks() {
    OffsetSet many = OffsetSet.of(LongStream.range(0, 30_000).map(number -> 3 * number));
    RedriveMarks.Gatherer read = new RedriveMarks.Gatherer("users", "id");
    List<ProducerRecord<byte[], byte[]>> records =
        new RedriveMark("users", "id", 0, many).toRecords("users.dlq");
    for (ProducerRecord<byte[], byte[]> record : records) {
      assertThat(record.value().length, is(lessThan(1 << 18)));
      read.add(RedriveMark.in(record.headers(), record.value()).orElseThrow());
    }
    RedriveMarks marks = read.marks();

    assertThat(records.size(), is(greaterThan(1)));
    for (long offset = 0; offset < 90_000; offset++) {
      assertThat(marks.contains(0, offset), is(offset % 3 == 0));
    }
  }

  @Test
  public void marksOfAnEarlierTopicDoNotCount() {
    RedriveMarks.Gatherer read = new RedriveMarks.Gatherer("users", "new");
    read.add(new RedriveMark("users", "old", 0, OFFSETS));
    read.add(new RedriveMark("others", "new", 0, OFFSETS));
    read.add(new RedriveMark("users", "new", 1, OFFSETS));

    assertThat(read.marks().contains(0, 1), is(false));
    assertThat(read.marks().contains(1, 1), is(true));
  }

  @Test
  public void recordsOfOtherProgramsAreIgnored() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(RedriveMark.TOPIC, "users".getBytes(UTF_8));
    assertThat(RedriveMark.in(headers, "1".getBytes(UTF_8)), is(Optional.empty()));
    headers.add(RedriveMark.TOPIC_ID, "id".getBytes(UTF_8));
    headers.add(RedriveMark.PARTITION, "0".getBytes(UTF_8));
    assertThat(RedriveMark.in(headers, "1".getBytes(UTF_8)).isPresent(), is(true));
    for (String value : new String[] {"", "x", "5-1", "99999999999999999999"}) {
      assertThat(value, RedriveMark.in(headers, value.getBytes(UTF_8)), is(Optional.empty()));
    }
    headers.add(RedriveMark.PARTITION, "99999999999".getBytes(UTF_8));
    assertThat(RedriveMark.in(headers, "1".getBytes(UTF_8)), is(Optional.empty()));
  }
}
