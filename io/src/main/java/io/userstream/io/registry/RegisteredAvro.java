package io.userstream.io.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** Parses the Avro schema in a registry's response. */
final class RegisteredAvro {
  private RegisteredAvro() {}

  /** Returns the schema, or empty if it is not Avro or has references to other schemas. */
  static Optional<Schema> parse(JsonNode answer) {
    // Confluent omits the type for Avro.
    if (!answer.path("schemaType").asText("AVRO").equals("AVRO")) {
      return Optional.empty();
    }
    try {
      // Defaults of writers are not used, so invalid ones do not matter.
      return Optional.of(
          new Schema.Parser().setValidateDefaults(false).parse(answer.path("schema").asText()));
    } catch (SchemaParseException e) {
      return Optional.empty();
    }
  }
}
