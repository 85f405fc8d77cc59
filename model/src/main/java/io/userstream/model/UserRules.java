package io.userstream.model;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import javax.annotation.Nullable;
import org.joda.time.Instant;

/**
 * Normalizes and validates users.
 *
 * <p>Normalization trims text, converts it to Unicode NFC, treats blank text as missing, converts
 * the gender to lower case and pads the UTC offset. Validation then checks, in this order: required
 * values are present; text has no control characters or unpaired surrogates and is within the
 * limits of {@link WireField}; values have the right format; dates are plausible. Immutable and
 * thread-safe.
 */
final class UserRules {
  private static final Instant EARLIEST_BIRTH = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant EARLIEST_REGISTRATION = Instant.parse("2000-01-01T00:00:00Z");

  /** Later instants have years of more than four digits, which JSON records cannot contain. */
  private static final Instant LATEST_FETCH = Instant.parse("9999-12-31T23:59:59.999Z");

  /** The clocks of record writers differ, and time zones are sometimes lost. */
  private static final long REGISTRATION_TOLERANCE_MS = Duration.ofDays(1).toMillis();

  private final Clock clock;

  UserRules(Clock clock) {
    this.clock = clock;
  }

  /** Returns the normalized user. Modifies the given record. */
  User accept(WireUser user) throws RejectedUserException {
    for (WireField field : WireField.all()) {
      if (field.kind() == WireField.Kind.TEXT && user.get(field) != null) {
        user.set(field, NormalText.of(user.text(field)));
      }
      if (field.isRequired() && user.get(field) == null) {
        throw new RejectedUserException(
            RejectReason.MISSING_FIELD, field.wireName() + " is missing");
      }
    }
    for (WireField field : WireField.all()) {
      if (field.kind() == WireField.Kind.TEXT && user.get(field) != null) {
        checkText(field, user.text(field));
      }
    }
    checkForms(user);
    checkDates(user);
    return user.toUser();
  }

  private static void checkText(WireField field, String text) throws RejectedUserException {
    if (!NormalText.isPrintableAscii(text)) {
      if (NormalText.hasUnpairedSurrogate(text)) {
        throw invalid(field, "is not Unicode text");
      }
      if (NormalText.hasControlCharacter(text)) {
        throw invalid(field, "has a control character");
      }
    }
    if (text.length() > field.maxLength()
        && text.codePointCount(0, text.length()) > field.maxLength()) {
      throw new RejectedUserException(
          RejectReason.TOO_LONG,
          field.wireName() + " is longer than " + field.maxLength() + " characters");
    }
  }

  private static void checkForms(WireUser user) throws RejectedUserException {
    String id = UserId.canonical(user.text(WireField.ID));
    check(id != null, WireField.ID, "is not a uuid");
    user.set(WireField.ID, id);

    String gender = user.text(WireField.GENDER);
    if (gender != null) {
      gender = gender.toLowerCase(Locale.ROOT);
      checkText(WireField.GENDER, gender); // Some letters become two.
      user.set(WireField.GENDER, gender);
    }

    String offset = user.text(WireField.TIMEZONE_OFFSET);
    if (offset != null) {
      offset = UtcOffset.canonical(offset);
      check(offset != null, WireField.TIMEZONE_OFFSET, "is not an offset from UTC");
      user.set(WireField.TIMEZONE_OFFSET, offset);
    }
    check(isEmail(user.text(WireField.EMAIL)), WireField.EMAIL, "is not an email address");
    check(
        isNationality(user.text(WireField.NATIONALITY)),
        WireField.NATIONALITY,
        "is not 2 to 8 letters");
    check(isWebUrl(user.text(WireField.PICTURE)), WireField.PICTURE, "is not an http or https URL");
    checkDegrees(user, WireField.LATITUDE, 90);
    checkDegrees(user, WireField.LONGITUDE, 180);
    checkAtLeast(user, WireField.PAGE, 1);
    checkAtLeast(user, WireField.INDEX, 0);
    Instant fetchedAt = user.instant(WireField.FETCHED_AT);
    check(
        fetchedAt == null
            || (!fetchedAt.isBefore(EARLIEST_REGISTRATION) && !fetchedAt.isAfter(LATEST_FETCH)),
        WireField.FETCHED_AT,
        "is not between the years 2000 and 9999");
  }

  private void checkDates(WireUser user) throws RejectedUserException {
    long now = clock.millis();
    Instant birth = user.instant(WireField.DATE_OF_BIRTH);
    if (birth.isBefore(EARLIEST_BIRTH) || birth.getMillis() > now) {
      throw implausible(WireField.DATE_OF_BIRTH, "is before 1900 or in the future");
    }
    Instant registration = user.instant(WireField.REGISTERED_AT);
    if (registration.isBefore(EARLIEST_REGISTRATION)
        || registration.getMillis() > now + REGISTRATION_TOLERANCE_MS) {
      throw implausible(WireField.REGISTERED_AT, "is before 2000 or in the future");
    }
    if (registration.isBefore(birth)) {
      throw implausible(WireField.REGISTERED_AT, "is before " + WireField.DATE_OF_BIRTH.wireName());
    }
  }

  /** Lenient, because addresses of the API violate RFC 5322 (two consecutive dots). */
  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    return at > 0 && at < text.length() - 1 && !NormalText.hasBlank(text);
  }

  private static boolean isNationality(@Nullable String text) {
    return text == null || (text.length() >= 2 && text.chars().allMatch(c -> isAsciiLetter(c)));
  }

  private static boolean isWebUrl(@Nullable String text) {
    return text == null
        || ((hasPrefix(text, "https://") || hasPrefix(text, "http://"))
            && !NormalText.hasBlank(text));
  }

  /** Returns whether the text starts with the prefix, ignoring case, and is longer. */
  private static boolean hasPrefix(String text, String prefix) {
    return text.length() > prefix.length()
        && text.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static boolean isAsciiLetter(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static void checkDegrees(WireUser user, WireField field, int limit)
      throws RejectedUserException {
    Double degrees = user.number(field);
    // Written so that NaN fails.
    check(
        degrees == null || (degrees >= -limit && degrees <= limit),
        field,
        "is not between -" + limit + " and " + limit);
  }

  private static void checkAtLeast(WireUser user, WireField field, int least)
      throws RejectedUserException {
    Integer value = user.integer(field);
    check(value == null || value >= least, field, "is less than " + least);
  }

  private static void check(boolean fulfilled, WireField field, String problem)
      throws RejectedUserException {
    if (!fulfilled) {
      throw invalid(field, problem);
    }
  }

  private static RejectedUserException invalid(WireField field, String problem) {
    return new RejectedUserException(RejectReason.INVALID_VALUE, field.wireName() + " " + problem);
  }

  private static RejectedUserException implausible(WireField field, String problem) {
    return new RejectedUserException(
        RejectReason.IMPLAUSIBLE_DATE, field.wireName() + " " + problem);
  }
}
