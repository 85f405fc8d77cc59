package io.userstream.runloop.ranges;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.Test;

public class OffsetSetTest {
  @Test
  public void adjacentOffsetsAreOneInterval() {
    assertThat(OffsetSet.of(LongStream.of(7, 2, 0, 1, 2, 9, 10)).toString(), is("0-2,7,9-10"));
  }

  @Test
  public void isTheSetOfItsOffsets() {
    SplittableRandom random = new SplittableRandom(3);
    for (int run = 0; run < 300; run++) {
      long[] offsets = random.longs(random.nextInt(40), 0, 50).toArray();
      Set<Long> expected = LongStream.of(offsets).boxed().collect(Collectors.toSet());
      OffsetSet set = OffsetSet.of(LongStream.of(offsets));
      long from = random.nextLong(55);
      long to = random.nextLong(55);

      assertThat(set.offsets().boxed().toList(), is(new TreeSet<>(expected).stream().toList()));
      assertThat(set.size(), is((long) expected.size()));
      assertThat(set.isEmpty(), is(expected.isEmpty()));
      for (long offset = -1; offset < 55; offset++) {
        assertThat(set.contains(offset), is(expected.contains(offset)));
        assertThat(
            set.within(from, to).contains(offset),
            is(expected.contains(offset) && offset >= from && offset < to));
      }
      if (!set.isEmpty()) {
        assertThat(OffsetSet.parse(set.toString()), is(set));
      }
    }
  }

  @Test
  public void aUnionHasTheOffsetsOfAllSets() {
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 300; run++) {
      long[] all = random.longs(random.nextInt(60), 0, 80).toArray();
      int half = all.length / 2;
      OffsetSet first = OffsetSet.of(LongStream.of(all).limit(half));
      OffsetSet second = OffsetSet.of(LongStream.of(all).skip(half));

      assertThat(
          OffsetSet.union(List.of(first, OffsetSet.EMPTY, second)),
          is(OffsetSet.of(LongStream.of(all))));
    }
    assertThat(OffsetSet.union(List.of()), is(OffsetSet.EMPTY));
  }

  @Test(timeout = 10_000)
  public void aUnionTakesNoTimeForEachOffset() {
    OffsetSet most = OffsetSet.between(0, Long.MAX_VALUE - 10);

    assertThat(
        OffsetSet.union(List.of(most, OffsetSet.between(5, Long.MAX_VALUE))).size(),
        is(Long.MAX_VALUE));
  }

  @Test
  public void piecesAreTheWholeSet() {
    OffsetSet set = OffsetSet.of(LongStream.of(1, 3, 5, 7, 8));

    assertThat(
        set.pieces(3).stream().map(OffsetSet::toString).toList(), is(List.of("1,3,5", "7-8")));
    assertThat(OffsetSet.EMPTY.pieces(3), is(List.of()));
  }

  @Test
  public void textThatIsNotASetIsRefused() {
    String noEnd = "1-" + Long.MAX_VALUE;
    for (String text :
        new String[] {"", "a", "1-", "-1", "3-2", "1,1", "1,2", "5,3", "1-2,3", "1,", noEnd}) {
      assertThrows(text, IllegalArgumentException.class, () -> OffsetSet.parse(text));
    }
  }
}
