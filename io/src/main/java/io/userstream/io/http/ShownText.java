package io.userstream.io.http;

/** Makes the text of a server safe for messages. */
public final class ShownText {
  private ShownText() {}

  /** Returns the beginning of a text, with spaces instead of line breaks and control characters. */
  public static String of(String text, int maxLength) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(maxLength)
        .map(character -> Character.isISOControl(character) ? ' ' : character)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
