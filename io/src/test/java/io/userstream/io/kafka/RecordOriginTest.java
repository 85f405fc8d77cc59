package io.userstream.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.ranges.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.Test;

public class RecordOriginTest {
  private static final RecordOrigin RECORD = RecordOrigin.of("users", "id-of-b", 1, 5, 1_000L);

  @Test
  public void aDeadLetterSaysWhichRecordItIsAbout() {
    SourceRecord record = SourceRecord.of("users", 1, 5, 1_000, 0, null, null, null);

    DeadLetter letter = DeadLetter.of(record, "id-of-b", "malformed", "", 1);

    assertThat(
        RecordOrigin.inHeaders(letter.toRecord("users.dlq").headers()), is(Optional.of(RECORD)));
    assertThat(letter.origin(), is(RECORD));
  }

  @Test
  public void aRecordOfAnEarlierTopicOfTheSameNameIsAnotherOne() {
    RecordOrigin earlier = RecordOrigin.of("users", "id-of-a", 1, 5, 1_000L);

    assertThat(RECORD.isSameRecord(earlier), is(false));
    assertThat(RECORD.isSameRecord(RecordOrigin.of("users", "id-of-b", 1, 5, 1_000L)), is(true));
    assertThat(RECORD.isSameRecord(RecordOrigin.of("users", "id-of-b", 1, 6, 1_000L)), is(false));
  }

  @Test
  public void aRecordThatTookThePlaceOfALostOneIsAnotherOne() {
    RecordOrigin lost = RecordOrigin.of("users", "id-of-b", 1, 5, 999L);

    assertThat(RECORD.isSameRecord(lost), is(false));
    assertThat(
        "without a timestamp the place decides",
        RECORD.isSameRecord(RecordOrigin.of("users", "id-of-b", 1, 5, null)),
        is(true));
  }

  @Test
  public void aDeadLetterOfAnEarlierReleaseIsTheSameRecordOnlyAtTheSameTime() {
    assertThat(RECORD.isSameRecord(withoutId("1000")), is(true));
    assertThat(RECORD.isSameRecord(withoutId("1001")), is(false));
    assertThat(RECORD.isSameRecord(withoutId("none")), is(false));
    assertThat(withoutId("1000").place(), is(RECORD.place()));
  }

  @Test
  public void aRowIsTheSameByItsId() {
    SourceRecord row = SourceRecord.ofRow("raw_users", "uuid-1", 7, new byte[0]);
    DeadLetter letter = DeadLetter.of(row, "malformed", "", 1);

    RecordOrigin read =
        RecordOrigin.inHeaders(letter.toRecord("users.dlq").headers()).orElseThrow();

    assertThat(read.isSameRecord(RecordOrigin.ofRow("raw_users", "uuid-1")), is(true));
    assertThat(read.isSameRecord(RecordOrigin.ofRow("raw_users", "uuid-2")), is(false));
  }

  @Test
  public void somebodyElsesRecordHasNoOrigin() {
    assertThat(RecordOrigin.inHeaders(new RecordHeaders()), is(Optional.empty()));
    assertThat(
        RecordOrigin.inHeaders(headers("userstream.origin.topic", "users")), is(Optional.empty()));
  }

  private static RecordOrigin withoutId(String timestamp) {
    return RecordOrigin.inHeaders(
            headers(
                "userstream.origin.topic", "users",
                "userstream.origin.partition", "1",
                "userstream.origin.offset", "5",
                "userstream.origin.timestamp", timestamp))
        .orElseThrow();
  }

  private static Headers headers(String... namesAndValues) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return headers;
  }
}
