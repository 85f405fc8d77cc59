package io.userstream.pipelines.deadletters;

import io.userstream.io.deadletters.DeadLetterEntry;
import java.time.Instant;

/** Dead letters for tests. */
final class Entries {
  static final String TOPIC = "users_created";
  static final String ID = "aaaaaaaa-0000-4000-8000-00000000ada1";

  private Entries() {}

  /** Returns the dead letter of a record at offset 40 of partition 2. */
  static DeadLetterEntry written(String time, String reason) {
    return written(time, reason, 40, "no JSON");
  }

  static DeadLetterEntry written(String time, String reason, long offset, String detail) {
    return entry(time, new DeadLetterEntry.Source(TOPIC, 2, offset, 1L), reason, detail, ID);
  }

  /** Returns the dead letter of a row. */
  static DeadLetterEntry ofRow(String time, String id) {
    return entry(
        time, new DeadLetterEntry.Source("raw_users", null, null, 1L), "malformed", "no email", id);
  }

  /** Returns the dead letter of a record that was processed again. */
  static DeadLetterEntry redriven(String time, String reason, long offset) {
    return entry(
        time, new DeadLetterEntry.Source(TOPIC, 2, offset, 1L), reason, "no JSON", ID, true);
  }

  private static DeadLetterEntry entry(
      String time, DeadLetterEntry.Source origin, String reason, String detail, String id) {
    return entry(time, origin, reason, detail, id, false);
  }

  private static DeadLetterEntry entry(
      String time,
      DeadLetterEntry.Source origin,
      String reason,
      String detail,
      String id,
      boolean isRedriven) {
    return new DeadLetterEntry(
        0,
        7,
        Instant.parse(time).toEpochMilli(),
        origin,
        reason,
        detail,
        1L,
        id,
        id == null ? 15 : 36,
        false,
        isRedriven);
  }
}
