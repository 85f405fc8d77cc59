package io.userstream.io.cassandra;

import com.google.auto.value.AutoValue;
import io.userstream.model.UserChange;

/** A change of a user with the time that decides between changes of the same user. Immutable. */
@AutoValue
public abstract class UserWrite {
  public abstract UserChange change();

  /** Microseconds since the epoch; of two writes of one user the one with the later time stands. */
  public abstract long writeTimeMicros();

  public static UserWrite of(UserChange change, long writeTimeMicros) {
    return new AutoValue_UserWrite(change, writeTimeMicros);
  }
}
