package io.userstream.model;

/**
 * Why a record of the users topic cannot become a row. The {@link #code} stands in the dead
 * letter's header {@code userstream.error.reason}; the vocabulary is part of the project's
 * contract: codes are added, never changed.
 */
public enum RejectReason {
  /** The key is missing or is not a uuid. */
  INVALID_KEY("invalid-key"),
  /** The key is a uuid, but the value is about another user. */
  KEY_MISMATCH("key-mismatch"),
  /** The value is neither well-formed JSON of one object nor Avro that its schema can read. */
  MALFORMED("malformed"),
  /**
   * The value is Avro with a schema id that the registry does not know, or no registry is
   * configured.
   */
  UNKNOWN_SCHEMA("unknown-schema"),
  /** A value that every user must have is not there. */
  MISSING_FIELD("missing-field"),
  /** A value is of the wrong type or form. */
  INVALID_VALUE("invalid-value"),
  /** A text is longer than its limit. */
  TOO_LONG("too-long"),
  /** A date of birth or registration that no living user can have. */
  IMPLAUSIBLE_DATE("implausible-date");

  private final String code;

  RejectReason(String code) {
    this.code = code;
  }

  /** The reason as it stands in a dead letter. */
  public String code() {
    return code;
  }
}
