package io.userstream.io.cassandra;

import com.google.auto.value.AutoValue;
import io.userstream.model.UserChange;

/** A change of a user with its write time. Immutable. */
@AutoValue
public abstract class UserWrite {
  public abstract UserChange change();

  /** Microseconds since the epoch. The latest write of a user wins. */
  public abstract long writeTimeMicros();

  public static UserWrite of(UserChange change, long writeTimeMicros) {
    return new AutoValue_UserWrite(change, writeTimeMicros);
  }
}
