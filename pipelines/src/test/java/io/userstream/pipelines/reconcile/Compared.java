package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.erasures.Erasures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Compares evidence without a pipeline. The topic has two partitions. */
final class Compared {
  /** Offsets from here on are in flight, in both partitions. */
  static final long COMMITTED = 1_000;

  private Compared() {}

  /** Returns the differences, followed by the counts. */
  static List<String> lines(Evidence... evidence) throws IOException {
    ReconcileResult result = result(Erasures.NONE, evidence);
    List<String> lines = new ArrayList<>(result.differences());
    lines.add(result.summary());
    return lines;
  }

  /** Returns the result. */
  static ReconcileResult result(Erasures erasures, Evidence... evidence) throws IOException {
    Map<UUID, KeyState> byId = new HashMap<>();
    for (Evidence each : evidence) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      EvidenceCoder.of().encode(each, bytes);
      Evidence read = EvidenceCoder.of().decode(new ByteArrayInputStream(bytes.toByteArray()));
      byId.computeIfAbsent(read.id(), id -> new KeyState()).add(read);
    }
    Tally tally = new Tally(10);
    ImmutableMap<Integer, Long> committed = ImmutableMap.of(0, COMMITTED, 1, COMMITTED);
    byId.forEach(new KeyComparison("users", committed, erasures, tally)::compare);
    return tally.result();
  }

  static String counts(long published, long stored, long erased, long dead, long inFlight) {
    return String.format(
        Locale.ROOT,
        "reconciled: published=%d stored=%d erased=%d dead=%d in-flight=%d",
        published,
        stored,
        erased,
        dead,
        inFlight);
  }
}
