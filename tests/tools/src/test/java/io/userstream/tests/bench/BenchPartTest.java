package io.userstream.tests.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class BenchPartTest {
  @Test
  public void partsRunInTheirOrder() {
    assertThat(BenchPart.parse("store,raw-store"), contains(BenchPart.RAW_STORE, BenchPart.STORE));
  }

  @Test
  public void unknownPartIsRejectedWithTheNamesOfAll() {
    for (String names : new String[] {"", "stores", "store,", "store,scale"}) {
      IllegalArgumentException rejected =
          assertThrows(names, IllegalArgumentException.class, () -> BenchPart.parse(names));
      assertThat(rejected.getMessage(), containsString("ingest, raw-store, reconcile"));
    }
  }

  @Test
  public void longPartsRunOnlyByName() {
    assertThat(BenchPart.byDefault(), not(hasItem(BenchPart.SCALING)));
    assertThat(BenchPart.byDefault(), not(hasItem(BenchPart.DRIVERS)));
    assertThat(BenchPart.byDefault(), not(hasItem(BenchPart.OFFSETS)));
  }
}
