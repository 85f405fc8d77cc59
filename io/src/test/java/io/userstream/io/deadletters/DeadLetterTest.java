package io.userstream.io.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;

import io.userstream.io.kafka.TopicSpec;
import io.userstream.runloop.ranges.SourceRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.Test;

/** Checks what is left of a dead letter that is too large. */
public class DeadLetterTest {
  private static final int MB = 1 << 20;

  @Test
  public void aDeadLetterThatFitsIsWhole() {
    DeadLetter letter = letter(new byte[10], new byte[MB], new RecordHeaders());

    assertThat(letter.fitted(), is(sameInstance(letter)));
  }

  @Test
  public void theBeginningOfALargeValueIsLeftWithTheTrueSize() {
    DeadLetter cut = letter(new byte[10], new byte[40 * MB], new RecordHeaders()).fitted();

    assertThat(cut.value().length, is(64 << 10));
    Headers headers = cut.toRecord("dlq").headers();
    assertThat(text(headers, DeadLetter.ORIGIN_VALUE_BYTES), is(Integer.toString(40 * MB)));
    assertThat(headers.lastHeader(DeadLetter.ORIGIN_KEY_BYTES), is(nullValue()));
    assertThat(text(headers, DeadLetter.ORIGIN_OFFSET), is("7"));
  }

  @Test
  public void keysAndHeadersCountAsWell() {
    RecordHeaders large = new RecordHeaders();
    large.add("trace", new byte[20 * MB]);
    DeadLetter letter = letter(new byte[20 * MB], null, large);

    assertThat(letter.bytes(), is(40L * MB + "trace".length()));
    DeadLetter cut = letter.fitted();
    assertThat(cut.key().length, is(64 << 10));
    assertThat(cut.value(), is(nullValue()));
    Headers headers = cut.toRecord("dlq").headers();
    assertThat(text(headers, DeadLetter.ORIGIN_KEY_BYTES), is(Integer.toString(20 * MB)));
    assertThat(text(headers, DeadLetter.ORIGIN_HEADERS_BYTES), is(Integer.toString(20 * MB + 5)));
    assertThat(headers.lastHeader("trace"), is(nullValue()));
  }

  @Test
  public void theLargestRecordFitsIntoTheTopicWithItsHeaders() {
    DeadLetter letter =
        letter(new byte[0], new byte[TopicSpec.MAX_RECORD_BYTES], new RecordHeaders());

    long headers = 0;
    for (var header : letter.toRecord("dlq").headers()) {
      headers += header.key().length() + header.value().length;
    }
    assertThat(letter.fitted(), is(sameInstance(letter)));
    assertThat(letter.bytes() + headers < TopicSpec.MAX_DEAD_LETTER_BYTES, is(true));
  }

  @Test
  public void headersOfTheOriginalWithOurNamesAreRenamed() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(DeadLetter.ORIGIN_UUID, new byte[] {'a'});
    headers.add(DeadLetter.ORIGIN_VALUE_BYTES, new byte[] {'9'});
    headers.add("trace", new byte[] {'t'});
    Headers written = letter(null, new byte[1], headers).toRecord("dlq").headers();

    assertThat(Origin.inHeaders(written).orElseThrow(), instanceOf(RecordOrigin.class));
    assertThat(written.lastHeader(DeadLetter.ORIGIN_VALUE_BYTES), is(nullValue()));
    assertThat(text(written, "original." + DeadLetter.ORIGIN_UUID), is("a"));
    assertThat(text(written, "trace"), is("t"));
  }

  private static DeadLetter letter(byte[] key, byte[] value, Headers headers) {
    return DeadLetter.ofRecord(
        SourceRecord.of("users", 0, 7, 1, 1, key, value, headers),
        "id",
        "too-large",
        "x".repeat(100_000),
        1);
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
