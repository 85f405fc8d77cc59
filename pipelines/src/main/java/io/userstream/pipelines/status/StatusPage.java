package io.userstream.pipelines.status;

import java.io.IOException;
import javax.annotation.Nullable;

/** A page that only some jobs have. Several threads call it. */
@FunctionalInterface
public interface StatusPage {
  /**
   * A response.
   *
   * @param status the HTTP status
   * @param type the media type
   */
  record Answer(int status, String type, String content) {
    public static Answer html(int status, String content) {
      return new Answer(status, "text/html; charset=utf-8", content);
    }

    public static Answer json(int status, String content) {
      return new Answer(status, "application/json", content);
    }
  }

  /**
   * Answers a request within a few seconds.
   *
   * @param query the part of the address after the question mark, not decoded; null if there is
   *     none
   * @throws IOException if it cannot
   */
  Answer answer(@Nullable String query) throws IOException;
}
