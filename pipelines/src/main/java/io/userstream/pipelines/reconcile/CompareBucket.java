package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.erasures.Erasures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Compares the keys of one bucket. Merges each piece of evidence into the state of its key as it is
 * read, so memory grows with the number of keys, and hardly with the number of writes to a key.
 */
final class CompareBucket extends DoFn<KV<Integer, Iterable<EvidenceBlock>>, ReconcileResult> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final ImmutableMap<Integer, Long> committed;
  private final Erasures erasures;
  private final BlockStore store;
  private final int maxDifferences;

  CompareBucket(
      String topic,
      ImmutableMap<Integer, Long> committed,
      Erasures erasures,
      BlockStore store,
      int maxDifferences) {
    this.topic = topic;
    this.committed = committed;
    this.erasures = erasures;
    this.store = store;
    this.maxDifferences = maxDifferences;
  }

  @ProcessElement
  public void processElement(
      @Element KV<Integer, Iterable<EvidenceBlock>> bucket,
      OutputReceiver<ReconcileResult> receiver)
      throws IOException {
    Map<UUID, KeyState> byId = new HashMap<>(); // Evidence without an id is under null.
    for (EvidenceBlock block : bucket.getValue()) {
      ByteArrayInputStream bytes = new ByteArrayInputStream(store.get(block));
      while (bytes.available() > 0) {
        Evidence evidence = EvidenceCoder.of().decode(bytes);
        byId.computeIfAbsent(evidence.id(), id -> new KeyState()).add(evidence);
      }
    }
    Tally tally = new Tally(maxDifferences);
    byId.forEach(new KeyComparison(topic, committed, erasures, tally)::compare);
    receiver.output(tally.result());
  }
}
