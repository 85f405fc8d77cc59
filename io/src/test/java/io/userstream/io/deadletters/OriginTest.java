package io.userstream.io.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.ranges.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.Test;

public class OriginTest {
  private static final RecordOrigin RECORD = new RecordOrigin("users", "id-of-b", 1, 5, 1_000L);

  @Test
  public void headersContainTheOriginOfTheRecord() {
    SourceRecord record = SourceRecord.of("users", 1, 5, 1_000, 0, null, null, null);

    DeadLetter letter = DeadLetter.ofRecord(record, "id-of-b", "malformed", "", 1);

    assertThat(Origin.inHeaders(letter.toRecord("users.dlq").headers()), is(Optional.of(RECORD)));
    assertThat(letter.origin(), is(RECORD));
  }

  @Test
  public void aRecordOfARecreatedTopicIsNotTheSame() {
    RecordOrigin earlier = new RecordOrigin("users", "id-of-a", 1, 5, 1_000L);

    assertThat(RECORD.isSame(earlier), is(false));
    assertThat(RECORD.isSame(new RecordOrigin("users", "id-of-b", 1, 5, 1_000L)), is(true));
    assertThat(RECORD.isSame(new RecordOrigin("users", "id-of-b", 1, 6, 1_000L)), is(false));
  }

  @Test
  public void aRecordThatReplacedALostOneIsNotTheSame() {
    RecordOrigin lost = new RecordOrigin("users", "id-of-b", 1, 5, 999L);

    assertThat(RECORD.isSame(lost), is(false));
    assertThat(
        "without a timestamp, topic id and place decide",
        RECORD.isSame(new RecordOrigin("users", "id-of-b", 1, 5, null)),
        is(true));
  }

  @Test
  public void withoutATopicIdTheTimestampsMustBeEqual() {
    assertThat(RECORD.isSame(withoutId("1000")), is(true));
    assertThat(RECORD.isSame(withoutId("1001")), is(false));
    assertThat(RECORD.isSame(withoutId("none")), is(false));
    assertThat(withoutId("1000").place(), is(RECORD.place()));
  }

  @Test
  public void rowsAreComparedByUuid() {
    RowOrigin row = new RowOrigin("raw_users", "uuid-1");
    DeadLetter letter = DeadLetter.ofRow(row, 7, new byte[0], "malformed", "");

    Origin read = Origin.inHeaders(letter.toRecord("users.dlq").headers()).orElseThrow();

    assertThat(read.isSame(new RowOrigin("raw_users", "uuid-1")), is(true));
    assertThat(read.isSame(new RowOrigin("raw_users", "uuid-2")), is(false));
  }

  @Test
  public void aRecordOfAnotherProgramHasNoOrigin() {
    assertThat(Origin.inHeaders(new RecordHeaders()), is(Optional.empty()));
    assertThat(Origin.inHeaders(headers("userstream.origin.topic", "users")), is(Optional.empty()));
  }

  private static Origin withoutId(String timestamp) {
    return Origin.inHeaders(
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
