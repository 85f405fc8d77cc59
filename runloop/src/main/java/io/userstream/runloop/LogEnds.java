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
 * them. For use by the loop's thread alone.
 */
final class LogEnds {
  /** How often the brokers are asked at least, whether or not the loop could begin new runs. */
  private static final Duration LOOK_AT_LEAST = Duration.ofSeconds(1);

  /** A transaction that is open for longer keeps the loop from its work; most take seconds. */
  static final Duration OPEN_TRANSACTION_LIMIT = Duration.ofMinutes(1);

  private final GroupClient client;
  private final PartitionLogs logs;
  private final LoopTime time;
  private final Object bootstrapServers;
  private final OpenTransactions transactions;
  private Map<TopicPartition, Long> stableEnds = Map.of();
  private Map<TopicPartition, Long> highWatermarks = Map.of();
  private boolean looked;
  private long lastLookNanos;

  /**
   * @param bootstrapServers as a person needs them in a command
   */
  LogEnds(GroupClient client, PartitionLogs logs, LoopTime time, Object bootstrapServers) {
    this.client = client;
    this.logs = logs;
    this.time = time;
    this.bootstrapServers = bootstrapServers;
    this.transactions = new OpenTransactions(time);
  }

  /** Whether the brokers have not been asked for so long that they must be. */
  boolean isDue() {
    return !looked || time.nanoTime() - lastLookNanos >= LOOK_AT_LEAST.toNanos();
  }

  /** Forgets a partition that has come, perhaps again, and makes the next look due. */
  void expire(TopicPartition partition) {
    looked = false;
    stableEnds = without(partition, stableEnds);
    highWatermarks = without(partition, highWatermarks);
  }

  private static Map<TopicPartition, Long> without(
      TopicPartition partition, Map<TopicPartition, Long> all) {
    Map<TopicPartition, Long> others = new HashMap<>(all);
    others.remove(partition);
    return others;
  }

  /** Notes that the brokers were asked, whether or not they answered. */
  void asked() {
    looked = true;
    lastLookNanos = time.nanoTime();
  }

  /**
   * Asks for the ends of the logs, and whether they are still the same logs.
   *
   * @param all also asks for the high watermarks and, although nothing is new, for the topic
   * @throws LogFaultException when the group cannot continue in a partition
   */
  void look(Collection<PartitionLedger> ledgers, Set<TopicPartition> partitions, boolean all)
      throws LogFaultException {
    if (partitions.isEmpty()) {
      client.topic(); // Else a member without partitions would not notice that brokers are silent.
      stableEnds = Map.of();
      highWatermarks = Map.of();
      asked();
      return;
    }
    // In this order: new records between two questions do not look like an open transaction.
    Map<TopicPartition, Long> replicated = all ? client.highWatermarks(partitions) : Map.of();
    Map<TopicPartition, LogEnd> stable = client.ends(partitions);
    boolean isNew =
        ledgers.stream()
            .anyMatch(ledger -> ledger.unplanned(stable.get(ledger.partition()).offset()) > 0);
    if (isNew || all) {
      logs.requireSameTopic(ledgers);
    }
    logs.requireNotTruncated(ledgers, stable);
    Map<TopicPartition, Long> seen = new HashMap<>();
    stable.forEach((partition, end) -> seen.put(partition, end.offset()));
    stableEnds = seen;
    if (all) {
      highWatermarks = replicated;
      replicated.forEach(
          (partition, end) -> transactions.seen(partition, seen.get(partition), end));
      transactions.retain(partitions);
      asked();
    }
  }

  /** Up to where committed records can be read. */
  Map<TopicPartition, Long> stableEnds() {
    return stableEnds;
  }

  /** The end of a partition's log, open transactions included, as last seen. */
  long end(TopicPartition partition) {
    return Math.max(
        stableEnds.getOrDefault(partition, 0L), highWatermarks.getOrDefault(partition, 0L));
  }

  /** Describes one partition. */
  RunLoopStatus.Partition describe(PartitionLedger ledger) {
    TopicPartition partition = ledger.partition();
    return RunLoopStatus.Partition.of(
        partition,
        ledger.committed(),
        Math.max(end(partition), ledger.committed()),
        stableEnds.getOrDefault(partition, ledger.committed()),
        transactions.since(partition));
  }

  /** Says that a transaction has been open for too long; empty when none has. */
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
        "%d records of %s are behind an open transaction, seen first at %s",
        end(partition) - stableEnds.getOrDefault(partition, 0L),
        partition,
        transactions.since(partition).map(Object::toString).orElse("?"));
  }

  /**
   * Makes sure that it makes sense to wait for the rest of what is to be drained.
   *
   * @throws RunLoopException when nothing but an open transaction has been in the way for this time
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
                "%s, and it is still open after %d s. Let its producer end it, or abort it with"
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
