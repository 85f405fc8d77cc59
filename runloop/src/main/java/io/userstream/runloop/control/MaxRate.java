package io.userstream.runloop.control;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A maximum number of records in a unit of time, such as {@code 500/s}. Immutable. */
@AutoValue
public abstract class MaxRate {
  private static final Pattern FORMAT = Pattern.compile("([1-9][0-9]{0,8})/([a-z]+)");

  /** The units of time. */
  public enum Unit {
    SECOND("s", Duration.ofSeconds(1)),
    MINUTE("min", Duration.ofMinutes(1)),
    HOUR("h", Duration.ofHours(1));

    private final String symbol;
    private final Duration duration;

    Unit(String symbol, Duration duration) {
      this.symbol = symbol;
      this.duration = duration;
    }
  }

  /** Returns the number of records in the unit, from 1 to 999,999,999. */
  public abstract long records();

  public abstract Unit per();

  public static MaxRate of(long records, Unit per) {
    if (records < 1 || records > 999_999_999) {
      throw new IllegalArgumentException("must be from 1 to 999999999 records");
    }
    return new AutoValue_MaxRate(records, per);
  }

  /**
   * Parses a rate such as {@code 500/s}, {@code 30000/min} or {@code 1000000/h}.
   *
   * @throws IllegalArgumentException with the valid formats
   */
  public static MaxRate parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (matcher.matches()) {
      for (Unit unit : Unit.values()) {
        if (unit.symbol.equals(matcher.group(2))) {
          return of(Long.parseLong(matcher.group(1)), unit);
        }
      }
    }
    throw new IllegalArgumentException(
        Arrays.stream(Unit.values())
            .map(unit -> "N/" + unit.symbol)
            .collect(Collectors.joining(", ", "must be one of ", " with N from 1 to 999999999")));
  }

  public final double perSecond() {
    return (double) records() / per().duration.toSeconds();
  }

  /** Returns the text that {@link #parse} accepts. */
  @Override
  public final String toString() {
    return String.format(Locale.ROOT, "%d/%s", records(), per().symbol);
  }
}
