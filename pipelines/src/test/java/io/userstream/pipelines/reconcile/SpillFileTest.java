package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;

public final class SpillFileTest {
  @Test
  public void anyCopyReadsBlocksOfSeveralThreadsInAnyOrder() {
    try (SpillFile spill = SpillFile.open()) {
      List<EvidenceBlock> blocks =
          IntStream.range(0, 1_000).parallel().mapToObj(i -> copy(spill).put(block(i))).toList();
      for (int i = blocks.size() - 1; i >= 0; i--) {
        assertThat(copy(spill).get(blocks.get(i)), is(block(i)));
      }
    }
  }

  @Test
  public void closedSpillFileIsUnusable() {
    SpillFile spill = SpillFile.open();
    EvidenceBlock block = spill.put(block(1));
    spill.close();

    assertThrows(IllegalStateException.class, () -> spill.get(block));
  }

  private static SpillFile copy(SpillFile spill) {
    return SerializableUtils.clone(spill);
  }

  private static byte[] block(int i) {
    byte[] bytes = new byte[1 + i % 100];
    bytes[0] = (byte) i;
    return bytes;
  }
}
