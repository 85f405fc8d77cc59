package io.userstream.pipelines.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A command that can be checked. */
public enum CheckedCommand {
  SETUP,
  INGEST,
  PUBLISH,
  STORE,
  REPLAY,
  REDRIVE,
  ERASE,
  PAUSE,
  RESUME,
  RECONCILE,
  TAIL;

  /** Returns the command with this name; empty if there is none. */
  public static Optional<CheckedCommand> byName(String name) {
    return Arrays.stream(values()).filter(command -> command.code().equals(name)).findFirst();
  }

  /** Returns its name on the command line. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
