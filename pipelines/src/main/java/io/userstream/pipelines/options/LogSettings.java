package io.userstream.pipelines.options;

import java.util.List;

/** What a command makes of {@link LogOptions}. */
public final class LogSettings {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  private LogSettings() {}

  /** What is wrong with the options, one line each. */
  public static List<String> problems(LogOptions options) {
    return new OptionProblems()
        .check("logFormat", options.getLogFormat(), LogSettings::requireFormat)
        .list();
  }

  /** Whether the log is to be JSON. */
  public static boolean isJson(LogOptions options) {
    return JSON.equals(options.getLogFormat());
  }

  private static void requireFormat(String format) {
    if (!List.of(TEXT, JSON).contains(format)) {
      throw new IllegalArgumentException("is neither text nor json");
    }
  }
}
