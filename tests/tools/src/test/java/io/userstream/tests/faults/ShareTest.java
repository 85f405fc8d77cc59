package io.userstream.tests.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** Checks how the cells of the fault matrix are divided into shares. */
public class ShareTest {
  private static final int SHARES = 3;

  @Test
  public void everyCellIsInExactlyOneShare() {
    List<Cell> together = new ArrayList<>();
    IntStream.rangeClosed(1, SHARES)
        .forEach(number -> together.addAll(new Share(number, SHARES).of(Cells.ALL)));

    assertThat(together, containsInAnyOrder(Cells.ALL.toArray()));
  }

  @Test
  public void sharesTakeAboutTheSameTime() {
    IntSummaryStatistics seconds =
        IntStream.rangeClosed(1, SHARES)
            .map(number -> new Share(number, SHARES).seconds(Cells.ALL))
            .summaryStatistics();

    assertThat((double) seconds.getMax() / seconds.getMin(), is(lessThan(1.25)));
  }

  @Test
  public void orderOfTheCellsChangesNoShare() {
    List<Cell> reversed = new ArrayList<>(Cells.ALL);
    Collections.reverse(reversed);
    Share share = Share.parse("2/3");

    assertThat(share.of(reversed), containsInAnyOrder(share.of(Cells.ALL).toArray()));
  }

  @Test
  public void onlyShareHasAllCells() {
    assertThat(Share.ALL.of(Cells.ALL), is(Cells.ALL));
  }

  @Test
  public void shareBeyondTheLastIsRejected() {
    assertThrows(IllegalArgumentException.class, () -> Share.parse("4/3"));
    assertThrows(IllegalArgumentException.class, () -> Share.parse("0/3"));
    assertThrows(IllegalArgumentException.class, () -> Share.parse("a third"));
  }
}
