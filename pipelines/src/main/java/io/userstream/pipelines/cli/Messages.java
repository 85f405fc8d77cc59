package io.userstream.pipelines.cli;

import java.io.PrintStream;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports that a command failed. */
@FunctionalInterface
interface Messages {
  /** Writes to the log, for programs that read it. */
  Messages LOGGED =
      (prefix, message, failure) -> {
        Logger log = LoggerFactory.getLogger(Userstream.class);
        log.error("{}{}", prefix, message, failure);
      };

  /**
   * Reports a failure.
   *
   * @param prefix names the command
   * @param message the reason, in one or more lines
   * @param failure the exception whose stack trace to print; null for none
   */
  void failed(String prefix, String message, @Nullable Throwable failure);

  /** Prints plain lines. */
  static Messages printedTo(PrintStream err) {
    return (prefix, message, failure) -> {
      message.lines().forEach(line -> err.println(prefix + line));
      if (failure != null) {
        failure.printStackTrace(err);
      }
    };
  }
}
