package io.userstream.model;

/**
 * Thrown for a response that is not a complete page of a supported API version. The message names
 * the position and the rule, as in {@code user 17: dob.date is not an ISO-8601 instant}, but no
 * value. There is no cause, because messages of JSON parsers quote their input.
 */
public final class MalformedPageException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPageException(String message) {
    super(message);
  }
}
