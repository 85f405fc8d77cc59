package io.userstream.runloop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The ends of the logs of this member's partitions, as last seen, and the open transactions before
 * them. For use by the loop's thread only.
 */
final class LogEnds {
  /** How often the loop asks the brokers even if it cannot start new runs. */
  private static final Duration LOOK_AT_LEAST = Duration.ofSeconds(1);

  /** A transaction open for longer is an obstacle; most take seconds. */
  static final Duration OPEN_TRANSACTION_LIMIT = Duration.ofMinutes(1);

  private final GroupClient client;
  private final PartitionLogs logs;
  private final LoopTime time;
  private final Object bootstrapServers;
  private final OpenTransactions transactions;
  private final Map<TopicPartition, Long> stableEnds = new HashMap<>();
  private final Map<TopicPartition, Long> highWatermarks = new HashMap<>();
  private boolean looked;
  private long lastLookNanos;

  /**
   * @param bootstrapServers for the command in an error message
   */
  LogEnds(GroupClient client, PartitionLogs logs, LoopTime time, Object bootstrapServers) {
    this.client = client;
    this.logs = logs;
    this.time = time;
    this.bootstrapServers = bootstrapServers;
    this.transactions = new OpenTransactions(time);
  }

  /** Returns true if the loop must ask the brokers again. */
  boolean isDue() {
    return !looked || time.nanoTime() - lastLookNanos >= LOOK_AT_LEAST.toNanos();
  }

  /** Forgets a partition that was assigned just now, and makes the next look due. */
  void expire(TopicPartition partition) {
    looked = false;
    stableEnds.remove(partition);
    highWatermarks.remove(partition);
  }

  /** Notes that the loop asked the brokers, even if they did not respond. */
  void asked() {
    looked = true;
    lastLookNanos = time.nanoTime();
  }

  /**
   * Asks for the ends of the logs, and checks that they are still the same logs.
   *
   * @param all also asks for the high watermarks, and checks the topic even if there is nothing new
   * @throws LogFaultException if the group cannot continue in a partition
   */
  void look(Collection<PartitionLedger> ledgers, Set<TopicPartition> partitions, boolean all)
      throws LogFaultException {
    if (partitions.isEmpty()) {
      client.topic(); // A member without partitions notices this way that the brokers are down.
      stableEnds.clear();
      highWatermarks.clear();
      asked();
      return;
    }
    // High watermarks first: records appended in between must not look like an open transaction.
    Map<TopicPartition, Long> replicated = all ? client.highWatermarks(partitions) : Map.of();
    Map<TopicPartition, LogEnd> stable = client.ends(partitions);
    boolean isNew =
        ledgers.stream()
            .anyMatch(ledger -> ledger.unplanned(stable.get(ledger.partition()).offset()) > 0);
    if (isNew || all) {
      logs.requireSameTopic(ledgers);
    }
    logs.requireNotTruncated(ledgers, stable);
    stableEnds.keySet().retainAll(partitions);
    stable.forEach((partition, end) -> stableEnds.put(partition, end.offset()));
    if (all) {
      highWatermarks.keySet().retainAll(partitions);
      highWatermarks.putAll(replicated);
      replicated.forEach(
          (partition, end) -> transactions.seen(partition, stableEnds.get(partition), end));
      transactions.retain(partitions);
      asked();
    }
  }

  /** Returns the offsets up to which committed records can be read. */
  Map<TopicPartition, Long> stableEnds() {
    return stableEnds;
  }

  /** Returns the end of a partition's log, open transactions included, as last seen. */
  long end(TopicPartition partition) {
    return Math.max(
        stableEnds.getOrDefault(partition, 0L), highWatermarks.getOrDefault(partition, 0L));
  }

  /** Returns the status of one partition. */
  RunLoopStatus.Partition describe(PartitionLedger ledger) {
    TopicPartition partition = ledger.partition();
    return RunLoopStatus.Partition.of(
        partition,
        ledger.committed(),
        Math.max(end(partition), ledger.committed()),
        stableEnds.getOrDefault(partition, ledger.committed()),
        transactions.since(partition));
  }

  /** Describes a transaction that has been open for too long; empty if there is none. */
  Optional<String> transactionProblem(Collection<PartitionLedger> ledgers) {
    for (PartitionLedger ledger : ledgers) {
      if (transactions.age(ledger.partition()).compareTo(OPEN_TRANSACTION_LIMIT) >= 0) {
        return Optional.of(behindOpenTransaction(ledger));
      }
    }
    return Optional.empty();
  }

  private String behindOpenTransaction(PartitionLedger ledger) {
    TopicPartition partition = ledger.partition();
    return String.format(
        Locale.ROOT,
        "%d records of %s are behind an open transaction, first seen at %s",
        end(partition) - stableEnds.getOrDefault(partition, 0L),
        partition,
        transactions.since(partition).map(Object::toString).orElse("?"));
  }

  /**
   * Checks that waiting for the rest of the topic still makes sense.
   *
   * @throws RunLoopException if only an open transaction has blocked a partition for this time
   */
  void requireTransactionsToEnd(Collection<PartitionLedger> ledgers, Duration timeout)
      throws RunLoopException {
    for (PartitionLedger ledger : ledgers) {
      TopicPartition partition = ledger.partition();
      long stableEnd = stableEnds.getOrDefault(partition, 0L);
      if (!ledger.drained()
          && ledger.unplanned(stableEnd) == 0
          && transactions.since(partition).isPresent()
          && transactions.age(partition).compareTo(timeout) >= 0) {
        throw new RunLoopException(
            String.format(
                Locale.ROOT,
                "%s, which is still open after %d s. Let its producer end it, or abort it with"
                    + " kafka-transactions.sh --bootstrap-server %s abort --topic %s --partition %d"
                    + " --start-offset %d, and start the job again",
                behindOpenTransaction(ledger),
                timeout.toSeconds(),
                bootstrapServers,
                partition.topic(),
                partition.partition(),
                stableEnd));
      }
    }
  }
}
