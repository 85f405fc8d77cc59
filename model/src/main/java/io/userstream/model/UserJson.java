package io.userstream.model;

/** The JSON form of a user on the wire. */
public final class UserJson {
  private UserJson() {}

  public static byte[] write(User user) {
    return new byte[0];
  }
}
