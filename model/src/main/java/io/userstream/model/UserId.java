package io.userstream.model;

import java.util.Locale;
import javax.annotation.Nullable;

/** User ids: uuids as text. */
final class UserId {
  static final int LENGTH = 36;

  private UserId() {}

  /**
   * Returns the id in lower case, or null if the text is not a uuid (of any version) with 36
   * characters.
   */
  @Nullable
  static String canonical(String text) {
    if (text.length() != LENGTH) {
      return null;
    }
    boolean lower = true;
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          return null;
        }
      } else if (c >= 'A' && c <= 'F') {
        lower = false;
      } else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return null;
      }
    }
    return lower ? text : text.toLowerCase(Locale.ROOT);
  }
}
