package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.erasures.Erasures;
import io.userstream.runloop.OffsetWindow;
import io.userstream.runloop.ranges.OffsetSet;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.Test;

public class ScopeTest {
  @Test
  public void theLogIsReadFromTheFirstSelectedRecordToItsEnd() {
    Scope scope =
        Scope.of(
            Map.of(0, OffsetSet.of(LongStream.of(3, 7)), 1, OffsetSet.EMPTY),
            Map.of(0, 40L, 1, 50L),
            Erasures.NONE);

    assertThat(scope.window(), is(new OffsetWindow(Map.of(0, new OffsetWindow.Part(3, 40)))));
  }

  @Test
  public void theEndIsThatOfTheSelectionIfTheLogCannotBeReadSoFar() {
    Scope scope = Scope.of(Map.of(0, OffsetSet.between(3, 8)), Map.of(), Erasures.NONE);

    assertThat(scope.window(), is(new OffsetWindow(Map.of(0, new OffsetWindow.Part(3, 8)))));
  }
}
