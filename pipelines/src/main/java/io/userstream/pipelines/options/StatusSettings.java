package io.userstream.pipelines.options;

import com.google.common.net.HostAndPort;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What a job makes of {@link StatusOptions}. */
public final class StatusSettings {
  private static final String THIS_MACHINE = "127.0.0.1";

  private StatusSettings() {}

  /** What is wrong with the options, one line each. */
  public static List<String> problems(StatusOptions options) {
    return new OptionProblems()
        .check("statusAddress", options.getStatusAddress(), StatusSettings::parse)
        .list();
  }

  /**
   * Where to serve; empty when nothing is served. A host whose name does not resolve is left
   * unresolved.
   */
  public static Optional<InetSocketAddress> address(StatusOptions options) {
    return Optional.ofNullable(options.getStatusAddress())
        .map(StatusSettings::parse)
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
      // Said below, for people.
    }
    throw new IllegalArgumentException(
        "is not a [host:]port, as in 8090 or 0.0.0.0:8090; the port is from 0 to 65535");
  }
}
