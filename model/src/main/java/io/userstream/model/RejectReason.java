package io.userstream.model;

/**
 * The reason why a record of the users topic cannot become a row. The dead letter's header {@code
 * userstream.error.reason} holds the {@link #code}. Codes are part of the project's contract: new
 * ones may be added, existing ones never change.
 */
public enum RejectReason {
  /** The key is missing or is not a uuid. */
  INVALID_KEY("invalid-key"),
  /** The key is a uuid, but the value has another id. */
  KEY_MISMATCH("key-mismatch"),
  /** The value is neither one well-formed JSON object nor Avro that matches its schema. */
  MALFORMED("malformed"),
  /**
   * The value is Avro, but its schema id is unknown to the registry or not that of an Avro schema,
   * or it is not in the value, or no registry is configured.
   */
  UNKNOWN_SCHEMA("unknown-schema"),
  /** A required value is missing. */
  MISSING_FIELD("missing-field"),
  /** A value has the wrong type or format. */
  INVALID_VALUE("invalid-value"),
  /** A text is longer than its limit. */
  TOO_LONG("too-long"),
  /**
   * The record is larger than a dead letter may be. Its dead letter has only the beginning of the
   * value.
   */
  TOO_LARGE("too-large"),
  /** A date of birth or registration that no living user can have. */
  IMPLAUSIBLE_DATE("implausible-date");

  private final String code;

  RejectReason(String code) {
    this.code = code;
  }

  /** The reason as written to the dead letter. */
  public String code() {
    return code;
  }
}
