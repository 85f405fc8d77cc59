package io.userstream.pipelines.reconcile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Outputs the ids in blocks of evidence, as lists for one query each. */
final class IdsFn extends DoFn<KV<Integer, EvidenceBlock>, String> {
  private static final long serialVersionUID = 1L;

  /** A coordinator asks the replicas of all ids of a query at once. */
  private static final int IDS_PER_QUERY = 50;

  private final BlockStore store;

  IdsFn(BlockStore store) {
    this.store = store;
  }

  @ProcessElement
  public void processElement(
      @Element KV<Integer, EvidenceBlock> block, OutputReceiver<String> output) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    ByteArrayInputStream bytes = new ByteArrayInputStream(store.get(block.getValue()));
    while (bytes.available() > 0) {
      Evidence evidence = EvidenceCoder.of().decode(bytes);
      if (evidence.id() != null) {
        ids.add(evidence.id().toString());
      }
    }
    List<String> all = new ArrayList<>(ids);
    for (int i = 0; i < all.size(); i += IDS_PER_QUERY) {
      output.output(
          all.subList(i, Math.min(all.size(), i + IDS_PER_QUERY)).stream()
              .collect(Collectors.joining(",")));
    }
  }
}
