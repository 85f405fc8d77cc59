package io.userstream.io.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** Reads the Avro schema in a registry's answer. */
final class RegisteredAvro {
  private RegisteredAvro() {}

  /** Returns the schema; empty when it is of another kind, or cannot be understood by itself. */
  static Optional<Schema> parse(JsonNode answer) {
    // Confluent leaves the type out for Avro.
    if (!answer.path("schemaType").asText("AVRO").equals("AVRO")) {
      return Optional.empty();
    }
    try {
      // A writer's defaults are not used, so wrong ones do no harm.
      return Optional.of(
          new Schema.Parser().setValidateDefaults(false).parse(answer.path("schema").asText()));
    } catch (SchemaParseException e) {
      return Optional.empty();
    }
  }
}
