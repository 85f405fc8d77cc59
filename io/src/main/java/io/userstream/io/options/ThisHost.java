package io.userstream.io.options;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine of this JVM, for messages about references that only it cannot resolve. */
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
}
