package io.userstream.pipelines.reconcile;

import io.userstream.pipelines.job.FailureMessage;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares at an interval, without end. The first look compares everything. Each later one compares
 * only the records that the store had not committed at the look before, so its cost grows with what
 * is new. A look that fails is repeated at the next interval, over the same records. Not
 * thread-safe.
 */
final class Looks {
  private static final Logger LOG = LoggerFactory.getLogger(Looks.class);

  private final ReconcileConfig config;
  private final OffsetsQuery query;
  private final Comparison comparison;
  private final ReconcileStatus status;
  @Nullable private FixedOffsets last;

  Looks(ReconcileConfig config, OffsetsQuery query, Comparison comparison, ReconcileStatus status) {
    this.config = config;
    this.query = query;
    this.comparison = comparison;
    this.status = status;
  }

  /**
   * Compares until the thread is interrupted.
   *
   * @param out receives the report of each look
   * @throws IOException if the result file cannot be written
   */
  void run(PrintStream out) throws InterruptedException, IOException {
    Duration every = config.every().orElseThrow();
    while (true) {
      long startNanos = System.nanoTime();
      try {
        look(startNanos, out);
      } catch (RuntimeException e) {
        // Clients, Beam and Spark throw exceptions of many types when a server is down.
        String reason = FailureMessage.of(e);
        LOG.warn("this look failed and is repeated: {}", reason);
        LOG.debug("where it failed", e);
        status.failed("the next look: " + reason);
      }
      long leftMs = every.toMillis() - (System.nanoTime() - startNanos) / 1_000_000;
      Thread.sleep(Math.max(0, leftMs));
    }
  }

  private void look(long startNanos, PrintStream out) throws InterruptedException, IOException {
    FixedOffsets now = query.ask();
    boolean isFirst = last == null || !last.topicId().equals(now.topicId());
    FixedOffsets compared =
        isFirst ? now : NewOffsets.between(last, now, config.topic().clientProperties());
    ReconcileResult result = comparison.compare(compared);
    last = now;
    status.looked(result);
    ReconcileReport report =
        new ReconcileReport(result, Optional.empty(), Optional.empty(), OptionalLong.empty());
    report.print(out);
    config.resultFile().write(report.counts((System.nanoTime() - startNanos) / 1e9));
  }
}
