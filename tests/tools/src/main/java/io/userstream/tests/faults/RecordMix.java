package io.userstream.tests.faults;

import io.userstream.tests.faults.Published.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Decides the next record: a new user, a later state of a user, a deletion, a recreated user, or a
 * broken record under the key of a user that may have a row. It often repeats one of the last few
 * users, so that their records share a range, a batch and a millisecond.
 */
final class RecordMix {
  private static final double NEW_SHARE = 0.35;
  private static final double TOMBSTONE_SHARE = 0.25;
  private static final double RECENT_SHARE = 0.4;
  private static final int RECENT = 20;

  private final Random random = new Random(1);
  private final Map<Long, Kind> states = new HashMap<>();
  private int users;

  /**
   * Returns the next record.
   *
   * @param number number of the record
   * @param poisonShare share of broken records, from 0 to 1
   */
  Published next(int number, double poisonShare) {
    long key = users == 0 || random.nextDouble() < NEW_SHARE ? users++ : existing();
    Kind kind = random.nextDouble() < poisonShare ? Kind.POISON : nextState(key);
    if (kind != Kind.POISON) {
      states.put(key, kind);
    }
    return new Published(number, key, kind);
  }

  private int existing() {
    int among = random.nextDouble() < RECENT_SHARE ? Math.min(RECENT, users) : users;
    return users - 1 - random.nextInt(among);
  }

  /** A user without a row is created, including an erased one. */
  private Kind nextState(long key) {
    return states.get(key) == Kind.USER && random.nextDouble() < TOMBSTONE_SHARE
        ? Kind.TOMBSTONE
        : Kind.USER;
  }
}
