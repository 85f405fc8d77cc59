package io.userstream.tests.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.tests.stack.StackUsers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * An Avro producer that is independent of this build: registers any schema, and writes with Avro's
 * own writer. It uses its own client for the registry.
 */
public final class AvroPublisher {
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HEADER_BYTES = 5;

  private final String registry;
  private final HttpClient http;

  /** The header {@code Authorization}, or an empty text. */
  private final String login;

  public AvroPublisher(Flow flow) {
    this.registry = flow.stack().schemaRegistry().url();
    HttpClient.Builder client = HttpClient.newBuilder();
    Optional<StackUsers> users = flow.stack().users();
    users.ifPresent(known -> client.sslContext(known.issue(StackUsers.ADMIN).context()));
    this.http = client.build();
    this.login =
        users.map(known -> "Bearer " + StackUsers.text(known.token(StackUsers.ADMIN))).orElse("");
  }

  /**
   * A response of the registry.
   *
   * @param status the HTTP status
   */
  public record Answer(int status, JsonNode body) {
    /** Returns the id of the registered schema. */
    public int id() {
      if (status != 200) {
        throw new IllegalStateException("status " + status + ": " + body);
      }
      return body.path("id").asInt();
    }
  }

  /** Sets the compatibility of a subject. */
  public void setCompatibility(String subject, String level) {
    Answer answer = send("PUT", "/config/" + subject, Map.of("compatibility", level));
    if (answer.status() != 200) {
      throw new IllegalStateException("status " + answer.status() + ": " + answer.body());
    }
  }

  /** Registers a schema, which the registry may reject. */
  public Answer register(String subject, Schema schema) {
    return send("POST", "/subjects/" + subject + "/versions", Map.of("schema", schema.toString()));
  }

  /**
   * Registers a schema that refers to version 1 of another one.
   *
   * @param schema the schema as JSON, with the name of the other one in place of its definition
   * @param name the full name of the other schema
   * @param nameSubject the subject of the other schema
   */
  public Answer registerReferring(String subject, String schema, String name, String nameSubject) {
    return send(
        "POST",
        "/subjects/" + subject + "/versions",
        Map.of(
            "schema",
            schema,
            "references",
            List.of(Map.of("name", name, "subject", nameSubject, "version", 1))));
  }

  private Answer send(String method, String path, Map<String, ?> body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(registry + path))
              .header("Content-Type", MEDIA_TYPE)
              .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      if (!login.isEmpty()) {
        request.header("Authorization", login);
      }
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Encodes a user in the wire format.
   *
   * @param schemaId the id in the record
   * @param schema the schema to write with; fields that this build's schema shares are copied
   * @param change applied to the record before it is written
   */
  public static byte[] value(
      User user, int schemaId, Schema schema, Consumer<GenericRecord> change) {
    try {
      byte[] own = UserAvro.write(user, 0);
      GenericRecord ownRecord =
          new GenericDatumReader<GenericRecord>(UserAvro.SCHEMA)
              .read(
                  null,
                  DecoderFactory.get()
                      .binaryDecoder(own, HEADER_BYTES, own.length - HEADER_BYTES, null));
      GenericRecord record = new GenericData.Record(schema);
      for (Schema.Field field : schema.getFields()) {
        if (ownRecord.hasField(field.name())) {
          record.put(field.pos(), ownRecord.get(field.name()));
        }
      }
      change.accept(record);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(ByteBuffer.allocate(HEADER_BYTES).put((byte) 0).putInt(schemaId).array());
      BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(schema).write(record, out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
