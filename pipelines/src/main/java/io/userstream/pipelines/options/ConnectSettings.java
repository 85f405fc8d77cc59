package io.userstream.pipelines.options;

import java.time.Duration;
import java.util.List;

/** What a job makes of {@link ConnectOptions}. */
public final class ConnectSettings {
  private ConnectSettings() {}

  /** What is wrong with the options, one line each. */
  public static List<String> problems(ConnectOptions options) {
    return new OptionProblems()
        .duration("connectTimeout", options.getConnectTimeout(), "1ms", "24h")
        .list();
  }

  /** How long to wait for a server. */
  public static Duration timeout(ConnectOptions options) {
    return Durations.parse(options.getConnectTimeout());
  }
}
