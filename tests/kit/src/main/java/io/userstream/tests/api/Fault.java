package io.userstream.tests.api;

/** A wrong response of the {@link RecordedApi} to a request. */
public enum Fault {
  /** Status 429 with the live service's body and, like there, without {@code Retry-After}. */
  TOO_MANY_REQUESTS,
  /** Status 503 with the HTML page of a proxy. */
  UNAVAILABLE,
  /** Status 200 with the documented {@code {"error": …}} body. */
  ERROR_BODY,
  /** Status 404, plain text. */
  NOT_FOUND,
  /** Status 400, plain text. */
  BAD_REQUEST,
  /** Status 200 and no users, although {@code info.results} states the requested number. */
  EMPTY,
  /** One user fewer than {@code info.results} states. */
  FEWER,
  /** The second user has the uuid of the first. */
  DOUBLED,
  /** The city of the first user starts with a NUL character, which PostgreSQL does not store. */
  NUL,
  /** The request is read and never answered. */
  HANG,
  /** The connection closes in the middle of the body. */
  CUT,
  /** A complete response whose JSON ends in the middle. */
  TRUNCATED_JSON,
  /** Status 200 with an HTML page. */
  NOT_JSON,
  /** {@code info.seed} differs from the requested seed. */
  WRONG_SEED,
  /** {@code info.page} differs from the requested page. */
  WRONG_PAGE,
  /** {@code info.version} differs from the requested version. */
  WRONG_VERSION,
  /** Users of all nationalities, regardless of the requested ones. */
  OTHER_NATIONALITIES,
  /** Headers at once, then a few bytes of the body every 20 ms for hours. */
  DRIP
}
