package io.userstream.model;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.Arrays;
import java.util.StringJoiner;
import javax.annotation.Nullable;

/** The address of a user. Immutable. Every part can be null. */
@AutoValue
public abstract class Address implements Serializable {
  private static final long serialVersionUID = 1L;

  /** House number and street name, such as {@code "9617 Tara Street"}. */
  @Nullable
  public abstract String street();

  @Nullable
  public abstract String city();

  @Nullable
  public abstract String state();

  @Nullable
  public abstract String country();

  /** Text, because postcodes can have letters or leading zeros. */
  @Nullable
  public abstract String postcode();

  /** Degrees north, -90 to 90. */
  @Nullable
  public abstract Double latitude();

  /** Degrees east, -180 to 180. */
  @Nullable
  public abstract Double longitude();

  /** Offset from UTC in ISO-8601 form, such as {@code "+09:30"} or {@code "+00:00"}. */
  @Nullable
  public abstract String timezoneOffset();

  /** Returns no part of the address, because it is personal data. */
  @Override
  public final String toString() {
    return "address";
  }

  public abstract Builder toBuilder();

  public static Builder builder() {
    return new AutoValue_Address.Builder();
  }

  /** Returns the street, city, state and country on one line, or null if all of them are null. */
  @Nullable
  public String oneLine() {
    StringJoiner line = new StringJoiner(", ");
    for (String part : Arrays.asList(street(), city(), state(), country())) {
      if (part != null) {
        line.add(part);
      }
    }
    return line.length() == 0 ? null : line.toString();
  }

  /** Builds an {@link Address}. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setStreet(@Nullable String street);

    public abstract Builder setCity(@Nullable String city);

    public abstract Builder setState(@Nullable String state);

    public abstract Builder setCountry(@Nullable String country);

    public abstract Builder setPostcode(@Nullable String postcode);

    public abstract Builder setLatitude(@Nullable Double latitude);

    public abstract Builder setLongitude(@Nullable Double longitude);

    public abstract Builder setTimezoneOffset(@Nullable String timezoneOffset);

    public abstract Address build();
  }
}
