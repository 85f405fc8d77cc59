package io.userstream.io.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.userstream.io.http.ShownText;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Parses the Avro schema in a registry's response, with the schemas that it refers to. Thread-safe.
 */
final class RegisteredAvro {
  /** Far more than any schema has, but few requests. */
  private static final int MAX_REFERENCES = 100;

  /** Of a type and of a reason of the parser, which quotes the schema. */
  private static final int MAX_SHOWN = 200;

  private final Referenced referenced;

  /**
   * Creates a parser.
   *
   * @param referenced requests the schemas that another one refers to
   */
  RegisteredAvro(Referenced referenced) {
    this.referenced = referenced;
  }

  /** Requests a version of a subject. */
  @FunctionalInterface
  interface Referenced {
    JsonNode version(String subject, int version) throws IOException;
  }

  /**
   * Returns the schema.
   *
   * @throws UnreadableSchemaException if it is not Avro
   * @throws IOException if a referenced schema could not be requested
   */
  Schema parse(JsonNode answer) throws IOException {
    // Defaults of writers are not used, so invalid ones do not matter.
    Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
    return parse(answer, parser, new HashSet<>());
  }

  private Schema parse(JsonNode answer, Schema.Parser parser, Set<String> seen) throws IOException {
    // Confluent omits the type for Avro.
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnreadableSchemaException(
          "is of type " + ShownText.of(type, MAX_SHOWN) + ", not AVRO");
    }
    for (JsonNode reference : answer.path("references")) {
      String subject = reference.path("subject").asText();
      int version = reference.path("version").asInt();
      // The parser knows the names of all schemas that it has parsed.
      if (seen.add(subject + " " + version)) {
        if (seen.size() > MAX_REFERENCES) {
          throw new UnreadableSchemaException(
              "refers to more than " + MAX_REFERENCES + " other schemas");
        }
        Schema unused = parse(referenced.version(subject, version), parser, seen);
      }
    }
    try {
      return parser.parse(answer.path("schema").asText());
    } catch (RuntimeException e) {
      // Most are SchemaParseExceptions. Avro also throws, for example, an IllegalArgumentException
      // for an unknown sort order and a ClassCastException for a name that is a number.
      throw new UnreadableSchemaException("is not a valid Avro schema: " + firstLine(e));
    }
  }

  private static String firstLine(RuntimeException e) {
    return ShownText.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), MAX_SHOWN);
  }
}
