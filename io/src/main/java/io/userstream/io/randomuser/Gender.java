package io.userstream.io.randomuser;

import java.util.Locale;

/** A gender of the API's users. */
public enum Gender {
  FEMALE,
  MALE;

  /** Returns the gender as the API writes it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
