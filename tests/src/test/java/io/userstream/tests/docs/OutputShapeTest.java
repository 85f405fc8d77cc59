package io.userstream.tests.docs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Tests which differences between documented and real output are found. */
public class OutputShapeTest {
  private static final String REAL =
      """
      INFO starting
      erasing users=2: rows=1 raw=0
        erased: users=2   rows=1 since=2026-11-30T06:30:20.123Z
      """;

  @Test
  public void numbersAlignmentAndLinesBetweenMayDiffer() {
    assertThat(missing("erasing users=10: rows=12 raw=1"), is(Optional.empty()));
    assertThat(missing("erased: users=1 rows=1 since=2026-11-29T10:15:30Z"), is(Optional.empty()));
    assertThat(missing("erasing users=1: …", "…", "erased: users=3 …"), is(Optional.empty()));
  }

  @Test
  public void keysTheirOrderAndTheOrderOfLinesMustBeTheSame() {
    for (String line :
        List.of(
            "erasing users=2: rows=1",
            "erasing users=2: raw=0 rows=1",
            "erasing users=2: rows=1 raws=0",
            "removing users=2: rows=1 raw=0",
            "erasing users=all: rows=1 raw=0",
            "erased: rows=1 …")) {
      assertThat(missing(line), is(Optional.of(line)));
    }
    String first = "erasing users=2: rows=1 raw=0";
    assertThat(missing("erased: users=2 …", first), is(Optional.of(first)));
    assertThat("once", missing(first, first), is(Optional.of(first)));
  }

  private static Optional<String> missing(String... documented) {
    return OutputShape.missing(List.of(documented), REAL);
  }
}
