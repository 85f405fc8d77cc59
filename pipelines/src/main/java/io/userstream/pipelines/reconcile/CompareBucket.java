package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Compares the keys of one bucket, which fits into memory. Buckets, because a runner spends far
 * more on a key of its own (DirectRunner a bundle) than on a value.
 */
final class CompareBucket extends DoFn<KV<Integer, Iterable<Evidence>>, ReconcileResult> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final ImmutableMap<Integer, Long> committed;
  private final int maxDifferences;

  CompareBucket(String topic, ImmutableMap<Integer, Long> committed, int maxDifferences) {
    this.topic = topic;
    this.committed = committed;
    this.maxDifferences = maxDifferences;
  }

  @ProcessElement
  public void processElement(
      @Element KV<Integer, Iterable<Evidence>> bucket, OutputReceiver<ReconcileResult> receiver) {
    Map<UUID, List<Evidence>> byId = new HashMap<>(); // What has no id is under null.
    for (Evidence evidence : bucket.getValue()) {
      byId.computeIfAbsent(evidence.id(), id -> new ArrayList<>(2)).add(evidence);
    }
    Tally tally = new Tally(maxDifferences);
    byId.forEach(new KeyComparison(topic, committed, tally)::compare);
    receiver.output(tally.result());
  }
}
