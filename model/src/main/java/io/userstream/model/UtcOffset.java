package io.userstream.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/** Offsets from UTC such as {@code +09:30}, which the API writes as {@code +9:30}. */
final class UtcOffset {
  private static final Pattern FORM = Pattern.compile("([+-]?)(\\d{1,2}):([0-5]\\d)");

  /** The largest offset that ISO-8601 implementations agree on. */
  private static final int MAX_MINUTES = 18 * 60;

  private UtcOffset() {}

  /** Returns the offset with a sign and two-digit hours, or null if the text is not an offset. */
  @Nullable
  static String canonical(String text) {
    if (isCanonical(text)) {
      return text;
    }
    // The API's own format.
    if (text.length() == 5 && text.charAt(2) == ':') {
      String padded = text.charAt(0) + "0" + text.substring(1);
      if (isCanonical(padded)) {
        return padded;
      }
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    String hours = form.group(2);
    String minutes = form.group(3);
    int total = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    if (total > MAX_MINUTES) {
      return null;
    }
    String sign = form.group(1).equals("-") && total > 0 ? "-" : "+";
    return sign + (hours.length() == 1 ? "0" : "") + hours + ":" + minutes;
  }

  /** A cheap check that succeeds for nearly every record: a sign and two-digit hours below 18. */
  private static boolean isCanonical(String text) {
    return text.length() == 6
        && (text.charAt(0) == '+' || (text.charAt(0) == '-' && !text.equals("-00:00")))
        && ((text.charAt(1) == '0' && isDigit(text.charAt(2), '9'))
            || (text.charAt(1) == '1' && isDigit(text.charAt(2), '7')))
        && text.charAt(3) == ':'
        && isDigit(text.charAt(4), '5')
        && isDigit(text.charAt(5), '9');
  }

  private static boolean isDigit(char c, char max) {
    return c >= '0' && c <= max;
  }
}
