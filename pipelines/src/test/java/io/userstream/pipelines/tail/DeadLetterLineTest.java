package io.userstream.pipelines.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterCipher;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.deadletters.RowOrigin;
import io.userstream.io.options.SecretReference;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DeadLetterLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "aaaaaaaa-0000-4000-8000-00000000ada1";

  @Rule public final TemporaryFolder directory = new TemporaryFolder();

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

  @Test
  public void encryptedDeadLetterIsPrintedWithTheKey() throws IOException {
    JsonNode line = line(encrypted(1), encryption(1).open());

    assertThat(line.path("value").asText(), is("personal"));
    assertThat(line.path("id").asText(), is(ID));
    assertThat(line.has("encrypted"), is(false));
  }

  @Test
  public void withoutTheKeyOnlyTheHeadersArePrinted() throws IOException {
    JsonNode line = line(encrypted(1), DeadLetterEncryption.NONE.open());

    assertThat(line.path("origin").path("offset").asInt(), is(40));
    assertThat(line.path("reason").asText(), is("malformed"));
    assertThat(line.path("encrypted").asBoolean(), is(true));
    assertThat(line.path("encryption").asText(), is("A256GCM;kid=1"));
    for (String hidden : List.of("id", "key", "keyBase64", "value", "valueBase64", "error")) {
      assertThat(hidden, line.has(hidden), is(false));
    }
  }

  @Test
  public void withAnotherKeyTheErrorIsPrinted() throws IOException {
    JsonNode line = line(encrypted(1), encryption(2).open());

    assertThat(line.path("encrypted").asBoolean(), is(true));
    assertThat(line.has("value"), is(false));
    assertThat(
        line.path("error").asText(),
        is(
            "cannot be decrypted: it was encrypted with another key of the same id, or it was"
                + " changed"));
  }

  private ProducerRecord<byte[], byte[]> encrypted(int key) throws IOException {
    SourceRecord record =
        SourceRecord.of(
            "users", 2, 40, 1_000, 0, ID.getBytes(UTF_8), "personal".getBytes(UTF_8), null);
    DeadLetter letter = DeadLetter.ofRecord(record, "topic-id", "malformed", "no JSON", 1);
    return encryption(key).open().encrypt(letter.toRecord("users.dlq"));
  }

  private DeadLetterEncryption encryption(int key) throws IOException {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) key);
    Path file = directory.newFile().toPath();
    Files.writeString(file, Base64.getEncoder().encodeToString(bytes));
    return new DeadLetterEncryption(SecretReference.parse("file:" + file));
  }

  private static JsonNode origin(DeadLetter letter) throws IOException {
    return line(letter.toRecord("users.dlq"), DeadLetterEncryption.NONE.open()).path("origin");
  }

  private static JsonNode line(ProducerRecord<byte[], byte[]> written, DeadLetterCipher cipher)
      throws IOException {
    SourceRecord read =
        SourceRecord.of("users.dlq", 0, 0, 0, 0, written.key(), written.value(), written.headers());
    StringWriter line = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(line)) {
      out.writeStartObject();
      new DeadLetterLine(cipher, true).write(read, out);
      out.writeEndObject();
    }
    return JSON.readTree(line.toString());
  }
}
