package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.google.common.collect.Lists;
import io.userstream.io.cassandra.UserDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.beam.sdk.values.KV;
import org.junit.Test;

public final class PackRowsTest {
  private static final int ROWS = 200_000;
  private static final Packing PACKING = Packing.of(2 * ROWS, BlockStore.INLINE);

  @Test
  public void everyRowIsInABlockOfItsBucket() throws IOException {
    List<KV<Integer, EvidenceBlock>> blocks = blocksOf(rows(ROWS));

    boolean[] found = new boolean[ROWS];
    for (KV<Integer, EvidenceBlock> block : blocks) {
      ByteArrayInputStream bytes = new ByteArrayInputStream(PACKING.store().get(block.getValue()));
      while (bytes.available() > 0) {
        Evidence row = EvidenceCoder.of().decode(bytes);
        int number = (int) row.fingerprint();
        assertThat(row, is(Evidence.row(digest(number))));
        assertThat(block.getKey(), is(row.bucket(PACKING.buckets())));
        assertThat("twice: " + number, found[number], is(false));
        found[number] = true;
      }
    }
    assertThat(IntStream.range(0, ROWS).allMatch(number -> found[number]), is(true));
    assertThat(blocks.size(), is(lessThan(ROWS / 1_000)));
  }

  @Test
  public void fullBlocksAreOutputBeforeAllRowsAreRead() {
    AtomicInteger read = new AtomicInteger();
    Iterator<UserDigest> rows =
        IntStream.range(0, ROWS).peek(read::set).mapToObj(PackRowsTest::digest).iterator();

    KV<Integer, EvidenceBlock> unused = new PackRows(PACKING).apply(rows).next();

    assertThat(read.get(), is(lessThan(ROWS / 2)));
  }

  @Test
  public void emptyRangeHasNoBlock() {
    assertThat(blocksOf(rows(0)).size(), is(0));
  }

  @Test
  public void concurrentRangesDoNotMix() {
    PackRows pack = new PackRows(PACKING);
    Iterator<KV<Integer, EvidenceBlock>> first = pack.apply(rows(1));
    Iterator<KV<Integer, EvidenceBlock>> second = pack.apply(rows(1));

    assertThat(Lists.newArrayList(first).size(), is(1));
    assertThat(Lists.newArrayList(second).size(), is(1));
  }

  private static List<KV<Integer, EvidenceBlock>> blocksOf(Iterator<UserDigest> rows) {
    List<KV<Integer, EvidenceBlock>> blocks = new ArrayList<>();
    new PackRows(PACKING).apply(rows).forEachRemaining(blocks::add);
    return blocks;
  }

  private static Iterator<UserDigest> rows(int count) {
    return IntStream.range(0, count).mapToObj(PackRowsTest::digest).iterator();
  }

  private static UserDigest digest(int number) {
    return new UserDigest(new UUID(0, number), number);
  }
}
