package io.userstream.runloop.control;

import com.google.auto.value.AutoValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * What an operator has ordered: whether the drivers of a group are paused, and how many records
 * they may process together. Of two states, the one with the higher version counts. Immutable.
 *
 * <p>Its text is the metadata of a committed offset, for example:
 *
 * <pre>
 * userstream-control/1 version=1796000000000 paused=2026-11-29T10:15:30Z rate=500/s reason=repair of node 2
 * </pre>
 */
@AutoValue
public abstract class ControlState {
  private static final String FORMAT = "userstream-control/1";

  /** Longer ones would not fit into the metadata of an offset on every broker. */
  public static final int MAX_REASON = 200;

  /** The state of a group that was never paused or limited. */
  public static final ControlState RUNNING = of(0, null, null, null);

  /** Returns the time of the last order in ms since the epoch, or more; 0 if there was none. */
  public abstract long version();

  /** Returns when the group was paused; empty if it is not. */
  public abstract Optional<Instant> pausedSince();

  /** Returns the operator's reason for the pause. */
  public abstract Optional<String> reason();

  /** Returns the maximum rate of all drivers together; empty if there is none. */
  public abstract Optional<MaxRate> maxRate();

  private static ControlState of(
      long version,
      @Nullable Instant pausedSince,
      @Nullable String reason,
      @Nullable MaxRate maxRate) {
    return new AutoValue_ControlState(
        version,
        Optional.ofNullable(pausedSince),
        Optional.ofNullable(reason),
        Optional.ofNullable(maxRate));
  }

  public final boolean isPaused() {
    return pausedSince().isPresent();
  }

  /** Returns true if nothing is ordered, whatever was ordered before. */
  public final boolean isDefault() {
    return !isPaused() && maxRate().isEmpty();
  }

  /**
   * Returns the state with a pause. A group that is paused stays paused since the same time.
   *
   * @param reason in one line of at most {@link #MAX_REASON} characters; null if there is none
   * @throws IllegalArgumentException if the reason is not valid
   */
  public final ControlState pause(Instant now, @Nullable String reason) {
    if (reason != null
        && (reason.isBlank()
            || reason.length() > MAX_REASON
            || reason.chars().anyMatch(Character::isISOControl))) {
      throw new IllegalArgumentException(
          "must be one line of at most " + MAX_REASON + " characters");
    }
    return changed(now, pausedSince().orElse(now), reason, maxRate().orElse(null));
  }

  /** Returns the state without a pause. */
  public final ControlState resume(Instant now) {
    return changed(now, null, null, maxRate().orElse(null));
  }

  /** Returns the state with another maximum rate, or with none if it is null. */
  public final ControlState limit(Instant now, @Nullable MaxRate maxRate) {
    return changed(now, pausedSince().orElse(null), reason().orElse(null), maxRate);
  }

  /** Returns the same state if nothing is different, so that a repeated order changes nothing. */
  private ControlState changed(
      Instant now,
      @Nullable Instant pausedSince,
      @Nullable String reason,
      @Nullable MaxRate maxRate) {
    Instant since = pausedSince == null ? null : pausedSince.truncatedTo(ChronoUnit.SECONDS);
    ControlState same = of(version(), since, reason, maxRate);
    return same.equals(this)
        ? this
        : of(Math.max(version() + 1, now.toEpochMilli()), since, reason, maxRate);
  }

  /** Returns the state that counts if both are known. */
  public final ControlState newer(ControlState other) {
    if (version() != other.version()) {
      return version() > other.version() ? this : other;
    }
    // Two operators at the same moment: all drivers must choose the same order.
    return text().compareTo(other.text()) >= 0 ? this : other;
  }

  /** Returns the text that {@link #parse} accepts. */
  public final String text() {
    StringBuilder text = new StringBuilder(FORMAT).append(" version=").append(version());
    pausedSince().ifPresent(since -> text.append(" paused=").append(since));
    maxRate().ifPresent(rate -> text.append(" rate=").append(rate));
    reason().ifPresent(given -> text.append(" reason=").append(given));
    return text.toString();
  }

  /** Returns the state with this text; empty if it is none of this release. */
  public static Optional<ControlState> parse(@Nullable String text) {
    if (text == null || !text.startsWith(FORMAT + " ")) {
      return Optional.empty();
    }
    int reasonAt = text.indexOf(" reason=");
    String words = reasonAt < 0 ? text : text.substring(0, reasonAt);
    Map<String, String> values = new HashMap<>();
    for (String word : words.split(" ", -1)) {
      int end = word.indexOf('=');
      if (end > 0) {
        values.put(word.substring(0, end), word.substring(end + 1));
      }
    }
    try {
      String paused = values.get("paused");
      String rate = values.get("rate");
      return Optional.of(
          of(
              Long.parseLong(values.getOrDefault("version", "")),
              paused == null ? null : Instant.parse(paused),
              reasonAt < 0 ? null : text.substring(reasonAt + " reason=".length()),
              rate == null ? null : MaxRate.parse(rate)));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Describes a pause in a few words, as in {@code paused since 2026-11-29T10:15:30Z: repair}. */
  public final Optional<String> describePause() {
    return pausedSince()
        .map(since -> "paused since " + since + reason().map(given -> ": " + given).orElse(""));
  }
}
