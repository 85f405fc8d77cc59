package io.userstream.io.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** HTTP basic authentication, RFC 7617. */
public final class BasicLogin {
  private BasicLogin() {}

  /** Returns the value of the header {@code Authorization}. */
  public static String header(String username, String password) {
    byte[] login = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }
}
