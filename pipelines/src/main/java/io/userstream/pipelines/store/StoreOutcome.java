package io.userstream.pipelines.store;

import com.google.auto.value.AutoValue;
import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.kafka.DeadLetter;
import javax.annotation.Nullable;

/** What becomes of records: users to write, or a dead letter; one of the two is there. */
@AutoValue
abstract class StoreOutcome {
  @Nullable
  abstract UserBatch users();

  @Nullable
  abstract DeadLetter deadLetter();

  static StoreOutcome of(UserBatch users) {
    return new AutoValue_StoreOutcome(users, null);
  }

  static StoreOutcome of(DeadLetter deadLetter) {
    return new AutoValue_StoreOutcome(null, deadLetter);
  }
}
