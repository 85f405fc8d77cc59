package io.userstream.io.options;

import java.time.Duration;

/** Reads how long a job waits at startup for a server that is down. */
public final class ConnectTimeout {
  private ConnectTimeout() {}

  /**
   * Reads the option.
   *
   * @param reader collects problems
   */
  public static Duration read(ConnectOptions options, OptionReader reader) {
    return reader.duration("connectTimeout", options.getConnectTimeout(), "1ms", "24h");
  }
}
