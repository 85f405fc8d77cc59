package io.userstream.pipelines.cli;

import java.io.PrintStream;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How whoever started a command is told that it failed. */
@FunctionalInterface
interface Messages {
  /** As a line of the log, for where the log is read by a machine. */
  Messages LOGGED =
      (prefix, message, failure) -> {
        Logger log = LoggerFactory.getLogger(Userstream.class);
        log.error("{}{}", prefix, message, failure);
      };

  /**
   * Says that a command failed.
   *
   * @param prefix names the command
   * @param message why, in one line or more
   * @param failure whose stack trace is wanted, too
   */
  void failed(String prefix, String message, @Nullable Throwable failure);

  /** As plain lines. */
  static Messages printedTo(PrintStream err) {
    return (prefix, message, failure) -> {
      message.lines().forEach(line -> err.println(prefix + line));
      if (failure != null) {
        failure.printStackTrace(err);
      }
    };
  }
}
