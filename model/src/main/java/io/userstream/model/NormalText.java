package io.userstream.model;

import java.text.Normalizer;
import javax.annotation.Nullable;

/** Normalizes text: no surrounding white space, Unicode NFC. */
final class NormalText {
  /** The first combining mark. Text with only lower characters is always in NFC. */
  private static final char FIRST_COMBINING = '\u0300';

  private NormalText() {}

  /** Returns the normal form, or null if the text is blank. */
  @Nullable
  static String of(String raw) {
    if (isPrintableAscii(raw)
        && !raw.isEmpty()
        && raw.charAt(0) != ' '
        && raw.charAt(raw.length() - 1) != ' ') {
      return raw;
    }
    int start = 0;
    int end = raw.length();
    while (start < end && isBlank(raw.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(raw.charAt(end - 1))) {
      end--;
    }
    if (start == end) {
      return null;
    }
    String text = raw.substring(start, end);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_COMBINING) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }
    return text;
  }

  /** Returns whether all characters are printable ASCII, which needs no normalization. */
  static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the text cannot be encoded as UTF-8. */
  static boolean hasUnpairedSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  static boolean hasControlCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  static boolean hasBlank(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isBlank(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Includes no-break spaces, which {@link String#strip} keeps. */
  static boolean isBlank(char c) {
    return c == ' '
        || ((c < ' ' || c > '~') && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
  }
}
