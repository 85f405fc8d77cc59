package io.userstream.io.options;

import java.net.URI;

/** Checks the addresses of web servers. */
public final class WebAddress {
  private WebAddress() {}

  /**
   * Returns the address if it is an http or https address without a user, a query and a fragment.
   *
   * @param example a valid address
   * @param loginFix what to do instead of a user in the address
   * @throws IllegalArgumentException without the address, which can contain a password
   */
  public static String checked(String address, String example, String loginFix) {
    // Before parsing: a password with special characters is not a valid URI.
    if (address.contains("@")) {
      throw new IllegalArgumentException("contains a user or a password (not shown): " + loginFix);
    }
    String rule = "must be an http or https address like " + example;
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(rule); // The message of e quotes the address.
    }
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp
        || uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(rule);
    }
    return address;
  }
}
