package io.userstream.model;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.joda.time.Instant;

/**
 * A user of the API, without the secrets of its login and without its national id.
 *
 * <p>{@code id}, the names, {@code email}, {@code username} and the two dates are never null. Other
 * values can be null, because records that were written manually or with an older schema can lack
 * them. Users from a {@link UserRecordDecoder} are normalized and valid. Immutable and thread-safe.
 */
@AutoValue
@DefaultSchema(UserSchema.class)
public abstract class User implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The API's {@code login.uuid} as lower-case text. */
  public abstract String id();

  public abstract String firstName();

  public abstract String lastName();

  public abstract String email();

  public abstract String username();

  public abstract Instant dateOfBirth();

  public abstract Instant registeredAt();

  @Nullable
  public abstract String gender();

  /** The address. Every part of it can be null. */
  public abstract Address address();

  @Nullable
  public abstract String phone();

  @Nullable
  public abstract String cell();

  /** The API's two-letter code (or {@code LEGO}). */
  @Nullable
  public abstract String nationality();

  /** URL of the large portrait. */
  @Nullable
  public abstract String picture();

  /** The API response that contained the user. */
  public abstract ApiOrigin origin();

  /** Returns only the id, because everything else is personal data. */
  @Override
  public final String toString() {
    return "user " + id();
  }

  public abstract Builder toBuilder();

  public static Builder builder() {
    return new AutoValue_User.Builder()
        .setAddress(Address.builder().build())
        .setOrigin(ApiOrigin.builder().build());
  }

  /**
   * Builds a {@link User}. {@code build} throws {@link IllegalStateException} if a required value
   * is missing.
   */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setId(String id);

    public abstract Builder setFirstName(String firstName);

    public abstract Builder setLastName(String lastName);

    public abstract Builder setEmail(String email);

    public abstract Builder setUsername(String username);

    public abstract Builder setDateOfBirth(Instant dateOfBirth);

    public abstract Builder setRegisteredAt(Instant registeredAt);

    public abstract Builder setGender(@Nullable String gender);

    public abstract Builder setAddress(Address address);

    public abstract Builder setPhone(@Nullable String phone);

    public abstract Builder setCell(@Nullable String cell);

    public abstract Builder setNationality(@Nullable String nationality);

    public abstract Builder setPicture(@Nullable String picture);

    public abstract Builder setOrigin(ApiOrigin origin);

    public abstract User build();
  }
}
