package io.userstream.pipelines.check;

import io.userstream.io.options.OptionReader;

/**
 * The options of {@code check} itself, read once. Immutable.
 *
 * @param checked the command to check; arbitrary if the options are invalid
 * @param format of the report
 */
public record CheckConfig(CheckedCommand checked, ReportFormat format) {
  /**
   * Reads the options.
   *
   * @param reader receives problems with them
   */
  public static CheckConfig read(CheckOptions options, OptionReader reader) {
    if (options.getFor() == null) {
      reader.reject("for", "is required, as in --for=store");
    }
    return new CheckConfig(
        reader.choice("for", options.getFor(), CheckedCommand.class),
        reader.choice("format", options.getFormat(), ReportFormat.class));
  }
}
