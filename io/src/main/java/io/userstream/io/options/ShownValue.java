package io.userstream.io.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides secrets in the values of options. */
public final class ShownValue {
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(password|secret|token|tlskey|deadletterkey|erasurekey|email).*");

  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?i)(password|passwd|pwd|secret|token|key)=");

  private static final Pattern WEB_ADDRESS = Pattern.compile("(?i)https?:");

  static final String HIDDEN = "(not shown)";

  private ShownValue() {}

  /** Returns whether an option of this name takes a secret. */
  public static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  /** Returns the value of an option, or a placeholder if it is or contains a secret. */
  public static String of(String name, String value) {
    return isSecret(name) || hasSecretInside(value) ? HIDDEN : value;
  }

  /**
   * Returns whether an address may have a secret inside: a parameter that can be a secret, the
   * query of a web address, or user information, with or without a scheme. A password may contain
   * any character.
   */
  private static boolean hasSecretInside(String value) {
    int colon = value.indexOf(':');
    return SECRET_PARAMETER.matcher(value).find()
        || hasQuery(value)
        || (colon >= 0 && value.lastIndexOf('@') > colon);
  }

  private static boolean hasQuery(String value) {
    Matcher address = WEB_ADDRESS.matcher(value);
    int query = address.find() ? value.indexOf('?', address.end()) : -1;
    return query >= 0 && value.indexOf('=', query) >= 0;
  }

  /** Does the same, but returns references to secrets, which are not secret themselves. */
  public static String orReference(String name, String value) {
    try {
      return isSecret(name) ? SecretReference.parse(value).toString() : of(name, value);
    } catch (IllegalArgumentException e) {
      return HIDDEN;
    }
  }
}
