package io.userstream.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Extracts the first line of a response that is not as expected, for messages. In an HTML page,
 * such as that of a proxy or a bot protection, that is its title, or else its first visible text.
 */
final class FirstLine {
  private static final int MAX_LENGTH = 200;

  /** Pages of bot protections have styles and scripts before their text. */
  private static final int MAX_BYTES = 1 << 16;

  private FirstLine() {}

  /** Returns at most 200 characters without control characters. */
  static String of(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, MAX_BYTES), UTF_8).strip();
    return ShownText.of(HtmlText.of(text).lines().findFirst().orElse(""), MAX_LENGTH);
  }
}
