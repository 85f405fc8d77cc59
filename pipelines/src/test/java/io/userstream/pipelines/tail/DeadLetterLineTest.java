package io.userstream.pipelines.tail;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.RowOrigin;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.IOException;
import java.io.StringWriter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.Test;

public class DeadLetterLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  public void deadLetterOfARecordShowsItsPosition() throws IOException {
    SourceRecord record = SourceRecord.of("users", 2, 40, 1_000, 0, null, null, null);

    JsonNode origin = origin(DeadLetter.ofRecord(record, "topic-id", "malformed", "no JSON", 1));

    assertThat(
        origin,
        is(
            JSON.readTree(
                "{'topic':'users','topicId':'topic-id','partition':2,'offset':40,'time':'1970-01-01T00:00:01Z'}"
                    .replace('\'', '"'))));
  }

  @Test
  public void deadLetterOfARowShowsItsTableAndKey() throws IOException {
    RowOrigin row = new RowOrigin("raw_users", "uuid-1");

    JsonNode origin = origin(DeadLetter.ofRow(row, 1_000, new byte[0], "malformed", "no email"));

    assertThat(
        origin,
        is(
            JSON.readTree(
                "{'table':'raw_users','uuid':'uuid-1','time':'1970-01-01T00:00:01Z'}"
                    .replace('\'', '"'))));
  }

  private static JsonNode origin(DeadLetter letter) throws IOException {
    ProducerRecord<byte[], byte[]> written = letter.toRecord("users.dlq");
    SourceRecord read =
        SourceRecord.of("users.dlq", 0, 0, 0, 0, written.key(), written.value(), written.headers());
    StringWriter line = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(line)) {
      out.writeStartObject();
      new DeadLetterLine(false).write(read, out);
      out.writeEndObject();
    }
    return JSON.readTree(line.toString()).path("origin");
  }
}
