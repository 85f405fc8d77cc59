package io.userstream.model;

import com.google.auto.value.AutoValue;
import javax.annotation.Nullable;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;

/**
 * The change that a record of the users topic requests: keep a user, or erase it (a tombstone).
 * Immutable.
 */
@AutoValue
@DefaultSchema(UserChangeSchema.class)
public abstract class UserChange {

  /** The user's id, which is the record's key. */
  public abstract String id();

  /** The new state of the user, or null to erase the user. */
  @Nullable
  public abstract User user();

  public static UserChange keep(User user) {
    return new AutoValue_UserChange(user.id(), user);
  }

  public static UserChange erase(String id) {
    return new AutoValue_UserChange(id, null);
  }
}
