package io.userstream.pipelines.reconcile;

import com.google.common.base.Preconditions;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The accepted number of dead letters: a number, or a share of published users. Immutable.
 *
 * @param text as configured, {@code 100} or {@code 10%}
 * @param limit the number in it
 */
record DeadLimit(String text, BigDecimal limit) {
  private static final Pattern FORM = Pattern.compile("[0-9]{1,18}|[0-9]{1,3}([.][0-9]{1,9})?%");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * Parses a limit.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  static DeadLimit parse(String text) {
    Preconditions.checkArgument(
        FORM.matcher(text).matches(), "must be a number or a percentage, such as 100 or 10%");
    boolean share = text.endsWith("%");
    BigDecimal limit = new BigDecimal(share ? text.substring(0, text.length() - 1) : text);
    Preconditions.checkArgument(!share || limit.compareTo(HUNDRED) <= 0, "must be at most 100%");
    return new DeadLimit(text, limit);
  }

  /** Returns a message if a result exceeds the limit; empty if not. */
  Optional<String> exceededBy(ReconcileResult result) {
    BigDecimal dead = BigDecimal.valueOf(result.dead());
    BigDecimal published = BigDecimal.valueOf(result.published());
    boolean share = text.endsWith("%");
    boolean exceeded =
        share
            ? dead.multiply(HUNDRED).compareTo(limit.multiply(published)) > 0
            : dead.compareTo(limit) > 0;
    return exceeded
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%d dead letters%s: more than --maxDead=%s",
                result.dead(),
                share ? " of " + result.published() + " published" : "",
                text))
        : Optional.empty();
  }
}
