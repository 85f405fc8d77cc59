package io.userstream.io.registry;

/** Thrown for a registered schema that is not Avro. The message continues "schema id 7 …". */
public final class UnreadableSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableSchemaException(String message) {
    super(message);
  }
}
