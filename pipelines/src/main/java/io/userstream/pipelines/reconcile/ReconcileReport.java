package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.postgres.RawUsersTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The report of a reconciliation. Immutable.
 *
 * @param raw counts of the raw store; empty without one
 * @param maxDead empty for no limit
 * @param maxUnpublished empty for no limit
 */
record ReconcileReport(
    ReconcileResult result,
    Optional<RawUsersTable.Counts> raw,
    Optional<DeadLimit> maxDead,
    OptionalLong maxUnpublished) {

  /** Returns whether there are no differences and no exceeded limits. */
  boolean isWell() {
    return result.agrees() && exceeded().isEmpty();
  }

  /** Prints a line per difference, a line per exceeded limit, and the counts. */
  void print(PrintStream out) {
    result.differences().forEach(out::println);
    long unnamed = result.differenceCount() - result.differences().size();
    if (unnamed > 0) {
      out.printf(Locale.ROOT, "and %d more differences (--maxDifferences)%n", unnamed);
    }
    if (result.hidden() > 0) {
      out.printf(Locale.ROOT, "%d records are behind an open transaction%n", result.hidden());
    }
    exceeded().forEach(out::println);
    out.println(
        result.summary()
            + raw.map(
                    counts ->
                        String.format(
                            Locale.ROOT,
                            " raw=%d unpublished=%d",
                            counts.rows(),
                            counts.unpublished()))
                .orElse(""));
  }

  private List<String> exceeded() {
    List<String> lines = new ArrayList<>();
    maxDead.flatMap(limit -> limit.exceededBy(result)).ifPresent(lines::add);
    long unpublished = raw.map(RawUsersTable.Counts::unpublished).orElse(0L);
    if (maxUnpublished.isPresent() && unpublished > maxUnpublished.getAsLong()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%d rows of the raw store were never published: more than --maxUnpublished=%d (run"
                  + " userstream publish)",
              unpublished,
              maxUnpublished.getAsLong()));
    }
    return lines;
  }

  /** Returns the counts for the result file. */
  Map<String, Object> counts(double seconds) {
    ImmutableMap.Builder<String, Object> counts =
        ImmutableMap.<String, Object>builder()
            .put("published", result.published())
            .put("stored", result.stored())
            .put("erased", result.erased())
            .put("dead", result.dead())
            .put("redriven", result.redriven())
            .put("inFlight", result.inFlight())
            .put("behindOpenTransactions", result.hidden())
            .put("differences", result.differenceCount());
    raw.ifPresent(rows -> counts.put("raw", rows.rows()).put("unpublished", rows.unpublished()));
    return counts.put("seconds", seconds).buildOrThrow();
  }
}
