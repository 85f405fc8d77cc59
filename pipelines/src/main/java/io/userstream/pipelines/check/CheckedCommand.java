package io.userstream.pipelines.check;

import java.util.Locale;

/** A command that can be checked. */
public enum CheckedCommand {
  SETUP,
  INGEST,
  PUBLISH,
  STORE,
  REPLAY,
  PAUSE,
  RESUME,
  RECONCILE,
  TAIL;

  /** Returns its name on the command line. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
