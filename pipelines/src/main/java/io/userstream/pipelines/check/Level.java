package io.userstream.pipelines.check;

import java.util.Locale;

/** The level of a finding. */
enum Level {
  /** The command works with it, or it is not known before the command runs. */
  OK,
  /** The command works with it, but with less safety than it could have. */
  WARNING,
  /** The command fails. */
  ERROR;

  /** Returns its name in reports. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
