package io.userstream.pipelines.status;

import com.google.common.net.HostAndPort;
import io.userstream.io.options.OptionReader;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Reads the address at which a job serves its status. */
public final class StatusAddress {
  private static final String THIS_MACHINE = "127.0.0.1";

  private StatusAddress() {}

  /**
   * Reads the options.
   *
   * @param reader receives problems with them
   * @return empty if the status is not served; unresolved if the host does not resolve
   */
  public static Optional<InetSocketAddress> read(StatusOptions options, OptionReader reader) {
    return reader
        .parse("statusAddress", options.getStatusAddress(), StatusAddress::parse)
        .map(address -> new InetSocketAddress(address.getHost(), address.getPort()));
  }

  private static HostAndPort parse(String text) {
    try {
      HostAndPort address =
          HostAndPort.fromString(text.matches("[0-9]+") ? THIS_MACHINE + ":" + text : text);
      if (address.hasPort() && !address.getHost().isEmpty()) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        "is not a [host:]port such as 8090 or 0.0.0.0:8090, with a port from 0 to 65535");
  }
}
