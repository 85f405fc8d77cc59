package io.userstream.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extracts the first line of a response that is not as expected, for messages. In an HTML page,
 * such as that of a proxy or a bot protection, that is its title, or else its first visible text.
 */
final class FirstLine {
  private static final int MAX_LENGTH = 200;

  /** Pages of bot protections have styles and scripts before their text. */
  private static final int MAX_BYTES = 1 << 16;

  private static final Pattern HTML =
      Pattern.compile("(?is)^(<!--.*?-->\\s*)*<(!doctype html|html|head|body)\\b.*");
  private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");
  private static final Pattern INVISIBLE =
      Pattern.compile("(?is)<!--.*?-->|<(script|style|head)\\b.*?</\\1>|<[^>]*>");

  private FirstLine() {}

  /** Returns at most 200 characters without control characters. */
  static String of(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, MAX_BYTES), UTF_8).strip();
    if (HTML.matcher(text).matches()) {
      text = visible(text);
    }
    String line = text.lines().findFirst().orElse("");
    return line.substring(0, Math.min(line.length(), MAX_LENGTH)).replaceAll("\\p{Cntrl}", " ");
  }

  private static String visible(String html) {
    Matcher title = TITLE.matcher(html);
    String text = title.find() ? title.group(1).strip() : "";
    return text.isEmpty()
        ? INVISIBLE.matcher(html).replaceAll("\n").strip()
        : text.replaceAll("\\s+", " ");
  }
}
