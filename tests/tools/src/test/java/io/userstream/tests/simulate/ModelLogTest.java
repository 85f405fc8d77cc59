package io.userstream.tests.simulate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.userstream.tests.simulate.Entry.Kind;
import io.userstream.tests.simulate.Entry.Transaction;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.Test;

/** Tests {@link ModelLog}. */
public class ModelLogTest {
  private final ModelLog log = new ModelLog(new Uuid(1, 1), 0);
  private int number;

  private Entry append(int key) {
    return log.append(1_000 + number, Kind.STATE, key, ++number, null);
  }

  private List<Long> offsets() {
    return log.entries().stream().map(entry -> entry.offset).toList();
  }

  @Test
  public void transactionHidesTheRecordsBehindIt() {
    append(1);
    Transaction open = log.begin(new Transaction(log.end()));
    Entry inside = log.append(1_000, Kind.STATE, 2, 9, open);
    append(3);
    assertEquals(1, log.lastStable());
    assertEquals(3, log.end());
    assertFalse(inside.isReadable());

    log.end(open, true);
    assertTrue(inside.isReadable());
    assertEquals("the marker uses an offset", 4, log.lastStable());
  }

  @Test
  public void epochEndsWhereTheNextOneBegins() {
    append(1);
    append(2);
    log.nextEpoch();
    append(3);
    assertEquals(1, log.epoch());
    assertEquals(2, log.endOfEpoch(0));
    assertEquals(3, log.endOfEpoch(1));
  }

  @Test
  public void truncationLosesRecordsAndEndsTheirEpochEarlier() {
    append(1);
    Entry lost = append(2);
    log.truncate(1);
    append(3);
    assertTrue(lost.gone);
    assertEquals(List.of(0L, 1L), offsets());
    assertEquals(1, log.endOfEpoch(0));
  }

  @Test
  public void compactionKeepsTheLastRecordOfAKey() {
    append(1).handled = true;
    append(2).handled = true;
    append(1).handled = true;
    log.compact(log.end());
    assertEquals(List.of(1L, 2L), offsets());
  }

  @Test
  public void retentionRemembersRecordsThatTheSinkNeverReceived() {
    append(1).handled = true;
    Entry deleted = append(2);
    append(3).handled = true;
    log.deleteBelow(2);
    assertEquals(2, log.begin());
    assertEquals(List.of(deleted), log.deletedUnhandled);
  }
}
