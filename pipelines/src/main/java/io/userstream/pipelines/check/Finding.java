package io.userstream.pipelines.check;

/**
 * One thing that was checked. Contains no secret and no personal data. Immutable.
 *
 * @param subject what was checked, within the area
 * @param value what was found
 * @param fix what to do; empty if there is nothing to do, or if the value is a message that says so
 */
record Finding(Area area, String subject, Level level, String value, String fix) {
  /** Keeps a finding on one line. */
  Finding {
    value = value.strip().replaceAll("\\s*\\R\\s*", " ");
    fix = fix.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
