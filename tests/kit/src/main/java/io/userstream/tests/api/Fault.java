package io.userstream.tests.api;

/** What the {@link RecordedApi} does to a request in place of answering it well. */
public enum Fault {
  /** Status 429 with the live service's body and, as there, no {@code Retry-After}. */
  TOO_MANY_REQUESTS,
  /** Status 503 with the HTML page of a proxy. */
  UNAVAILABLE,
  /** Status 200 with the documented {@code {"error": …}} body. */
  ERROR_BODY,
  /** Status 404, plain text. */
  NOT_FOUND,
  /** Status 400, plain text. */
  BAD_REQUEST,
  /** Status 200 and no users, while {@code info.results} says how many were asked for. */
  EMPTY,
  /** One user less than {@code info.results} says. */
  FEWER,
  /** The second user has the uuid of the first. */
  DOUBLED,
  /** The request is read and never answered. */
  HANG,
  /** The connection is closed in the middle of the body. */
  CUT,
  /** A complete answer whose JSON stops in the middle. */
  TRUNCATED_JSON,
  /** Status 200 with an HTML page. */
  NOT_JSON,
  /** {@code info.seed} is not the seed asked for. */
  WRONG_SEED,
  /** {@code info.page} is not the page asked for. */
  WRONG_PAGE,
  /** {@code info.version} is not the version asked for. */
  WRONG_VERSION,
  /** Users of all nationalities, whichever were asked for. */
  OTHER_NATIONALITIES,
  /** Headers at once, then a few bytes of the body every 20 ms, for hours. */
  DRIP
}
