package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

/** Checks that offsets without a record cost no runs. */
public class GapSearchTest {
  private static final TopicPartition P0 = new TopicPartition("users", 0);

  private final ManualTime time = new ManualTime();
  private final ManualWorkers workers = new ManualWorkers();
  private final OneLog log = new OneLog(P0);
  private final RunLoop loop =
      RunLoop.with(OneLog.config().setUntilDrained(true).build(), log, workers, time);

  @Test
  public void aCompactedTopicOfManyOffsetsTakesFewRuns() throws Exception {
    log.end = 10_000_000_000L;
    TreeSet<Long> offsets = new TreeSet<>();
    for (long offset = 0; offset < log.end; offset += 10_000_000) {
      offsets.add(offset);
    }
    offsets.add(log.end - 1);
    log.compactedTo(offsets);

    assertThat(runs(), is(lessThan(300)));
    assertThat(log.committed.get(P0).offset(), is(log.end));
    assertThat(processed, is(offsets));
  }

  @Test
  public void aLargeGapTakesNoRun() throws Exception {
    log.end = 10_000_000_000L;
    log.compactedTo(new TreeSet<>(List.of(5L, 9_999_999_999L)));

    assertThat(runs(), is(lessThan(4)));
    assertThat(log.committed.get(P0).offset(), is(log.end));
    assertThat(processed, is(log.offsets));
  }

  /** A look is a request, and a driver may have a thousand partitions. */
  @Test
  public void looksInManyPartitionsWithoutGapsTakeATenthOfTheTime() {
    List<PartitionLedger> ledgers =
        IntStream.range(0, 1_000)
            .mapToObj(number -> new TopicPartition("users", number))
            .map(partition -> new PartitionLedger(partition, log.id, 0, Long.MAX_VALUE, 0))
            .toList();
    Map<TopicPartition, Long> ends =
        ledgers.stream().collect(Collectors.toMap(PartitionLedger::partition, each -> 1L << 40));
    GapSearch search = new GapSearch(log, time);
    long[] looked = {0};
    log.onLook =
        () -> {
          time.pass(Duration.ofMillis(10));
          looked[0] += 10;
        };

    long startNanos = time.nanoTime();
    for (int run = 0; run < 500; run++) {
      search.spans(ledgers, ends, 50_000);
      ledgers.forEach(ledger -> ledger.plan(50));
      time.pass(Duration.ofSeconds(1));
    }

    long tookMillis = (time.nanoTime() - startNanos) / 1_000_000;
    assertThat(looked[0], is(greaterThan(10_000L)));
    assertThat(looked[0], is(lessThanOrEqualTo(tookMillis / 9)));
  }

  private final TreeSet<Long> processed = new TreeSet<>();

  private int runs() throws Exception {
    int runs = 0;
    while (loop.step()) {
      for (Run run : workers.inFlight) {
        runs++;
        run.ranges()
            .forEach(
                range ->
                    processed.addAll(log.offsets.subSet(range.start(), true, range.stop(), false)));
      }
      workers.endRuns(null);
      time.pass(Duration.ofSeconds(1));
      if (runs > 1_000) {
        throw new AssertionError("more than 1000 runs, committed " + log.committed);
      }
    }
    return runs;
  }
}
