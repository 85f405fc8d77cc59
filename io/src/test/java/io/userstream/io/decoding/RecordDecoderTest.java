package io.userstream.io.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.userstream.model.RejectReason;
import io.userstream.model.RejectedUserException;
import io.userstream.model.SchemaLookup;
import io.userstream.runloop.ranges.SourceRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.Test;

public class RecordDecoderTest {
  private static final byte[] KEY = "0003c574-0000-4000-8000-000000000000".getBytes(UTF_8);
  private static final byte[] AVRO_WITHOUT_ID = {72, 'a', 'b', 'c'};
  private static final byte[] AVRO_STARTING_WITH_ZERO = {0, 1, 2, 3, 4, 5};

  @Test
  public void schemaIdInAHeaderIsTheNamedReasonOfTheRejection() {
    for (byte[] value : new byte[][] {AVRO_WITHOUT_ID, AVRO_STARTING_WITH_ZERO}) {
      RejectedUserException e = rejected(value, "__value_schema_id");

      assertThat(e.reason(), is(RejectReason.UNKNOWN_SCHEMA));
      assertThat(
          e.getMessage(), containsString("the schema id is in the header __value_schema_id"));
    }
  }

  @Test
  public void otherHeadersDoNotChangeTheReason() {
    RejectedUserException e = rejected(AVRO_WITHOUT_ID, "__key_schema_id");

    assertThat(e.reason(), is(RejectReason.MALFORMED));
    assertThat(e.getMessage(), not(containsString("header")));
  }

  @Test
  public void jsonWithTheHeaderIsJudgedAsJson() {
    RejectedUserException e = rejected("{}".getBytes(UTF_8), "__value_schema_id");

    assertThat(e.reason(), is(RejectReason.MISSING_FIELD));
  }

  private static RejectedUserException rejected(byte[] value, String header) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(header, new byte[17]);
    SourceRecord record = SourceRecord.of("users", 0, 0, 1_000, 0, KEY, value, headers);
    return assertThrows(
        RejectedUserException.class, () -> new RecordDecoder(SchemaLookup.NONE).decode(record));
  }
}
