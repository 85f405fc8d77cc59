package io.userstream.io.options;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine of this JVM, and the names that it knows. */
public final class ThisHost {
  private ThisHost() {}

  /** Returns the host name, or {@code without a name} if the machine does not know it. */
  public static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "without a name";
    }
  }

  /**
   * Returns whether the machine can resolve a host name.
   *
   * @param host a name or an address; brackets of an IPv6 address are accepted
   */
  public static boolean resolves(String host) {
    try {
      return InetAddress.getAllByName(host).length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
