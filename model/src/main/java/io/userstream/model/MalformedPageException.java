package io.userstream.model;

/**
 * An answer that is not a whole page of the API in a supported version. The message names the place
 * on the page and the rule, as in {@code user 17: dob.date is not an ISO-8601 instant}, and never a
 * value. There is no cause, because a JSON parser's messages quote what they read.
 */
public final class MalformedPageException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPageException(String message) {
    super(message);
  }
}
