package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import io.userstream.io.cassandra.KeptWriters;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.cassandra.WriteUsers;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.deadletters.DeadLetterTopic;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.pipelines.job.RunnerConfig;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.ranges.ReadRanges;
import io.userstream.runloop.runner.RunnerContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores single records once more, in one bounded pipeline without a consumer group. Everything is
 * as in {@link Store}: the write times, and dead letters that are not written twice. It can be
 * repeated.
 *
 * @param topicId the id of the users topic
 * @param erasures users whose records are not stored
 */
public record StoreRanges(
    RunnerConfig runner,
    UsersTopic topic,
    String topicId,
    DeadLetterEncryption encryption,
    UsersTable table,
    SchemaLookupFactory schemas,
    Erasures erasures) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreRanges.class);

  /** Reading so many other records is faster than another request. */
  private static final long MAX_GAP = 500;

  /** About as much as {@link #MAX_GAP} records: of most ranges, only one record is needed. */
  private static final int FETCH_BYTES = 256 << 10;

  /** Each range needs a few requests. */
  private static final int RANGES_PER_BUNDLE = 100;

  /** Transient faults are usually over by then. */
  private static final int MAX_ATTEMPTS = 5;

  /**
   * Stores records.
   *
   * @param records the offsets by partition
   * @return the number of offsets that an attempt reads, with those between the records
   * @throws io.userstream.runloop.servers.ServerException if Cassandra does not answer in time
   * @throws RuntimeException if it cannot be stored
   */
  @SuppressWarnings("try") // Keeps the runner's context open while the pipeline runs.
  public long run(Map<Integer, OffsetSet> records) throws InterruptedException {
    List<PartitionRange> ranges = ranges(records);
    try (RunnerContext context = runner.open("repair " + topic.name())) {
      for (int attempt = 1; ; attempt++) {
        try {
          runOnce(records, ranges, attempt);
          return ranges.stream().mapToLong(PartitionRange::span).sum();
        } catch (RuntimeException e) {
          if (attempt == MAX_ATTEMPTS || FatalFaults.isLasting(e)) {
            throw e;
          }
          LOG.warn("the records were not stored, and are stored again: {}", e.getMessage());
          table.require(runner.connectTimeout());
        }
      }
    }
  }

  private void runOnce(Map<Integer, OffsetSet> records, List<PartitionRange> ranges, int attempt) {
    DeadLetterTopic deadLetters =
        new DeadLetterTopic(topic.deadLetters(), topic.clientProperties(), encryption, () -> true);
    Pipeline pipeline = runner.newPipeline();
    pipeline
        .apply(
            "Ranges",
            Ranges.of(ranges)
                .inBundles((ranges.size() + RANGES_PER_BUNDLE - 1) / RANGES_PER_BUNDLE))
        .apply(
            "Take",
            ReadRanges.from(clientProperties())
                .as(
                    new SelectedRecords(
                        records,
                        erasures,
                        new DecodeRecords(schemas, deadLetters, topicId, attempt)),
                    UserBatchCoder.of()))
        .apply("WriteUsers", WriteUsers.to(table));
    KeptWriters.in(pipeline);
    PipelineResult.State unused = pipeline.run().waitUntilFinish();
  }

  private Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    properties.putAll(topic.clientProperties());
    return properties;
  }

  /** Takes the partitions in turn, because short ranges of several partitions are read at once. */
  private List<PartitionRange> ranges(Map<Integer, OffsetSet> records) {
    ListMultimap<Integer, PartitionRange> turns =
        MultimapBuilder.treeKeys().arrayListValues().build();
    records.forEach(
        (partition, offsets) -> {
          int turn = 0;
          for (OffsetSet part : merged(offsets)) {
            turns.put(turn++, PartitionRange.of(topic.name(), partition, part.first(), part.end()));
          }
        });
    return ImmutableList.copyOf(turns.values());
  }

  /** Returns one interval for offsets that are close to each other. */
  private static List<OffsetSet> merged(OffsetSet offsets) {
    List<OffsetSet> merged = new ArrayList<>();
    for (OffsetSet part : offsets.pieces(1)) {
      OffsetSet last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && part.first() - last.end() <= MAX_GAP) {
        merged.set(merged.size() - 1, OffsetSet.between(last.first(), part.end()));
      } else {
        merged.add(part);
      }
    }
    return merged;
  }
}
