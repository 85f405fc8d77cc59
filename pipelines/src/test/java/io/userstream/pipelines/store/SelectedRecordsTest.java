package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.userstream.io.erasures.Erasures;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Checks which records of a part of the log count. They are in partition 2. */
public class SelectedRecordsTest {
  private static final byte[] VALUE = {'{', '}'};

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void recordsCountWithTheirOwnWriteTimes() {
    SourceRecord record = DecodeRecordsTest.record(5, VALUE);

    assertThat(passed(Erasures.NONE, record), contains(record));
  }

  @Test
  public void recordsThatAreNotSelectedAreIgnored() {
    assertThat(passed(Erasures.NONE, DecodeRecordsTest.record(6, VALUE)), empty());
  }

  @Test
  public void allTombstonesCount() {
    SourceRecord tombstone = DecodeRecordsTest.record(6, null);

    assertThat(passed(Erasures.NONE, tombstone), contains(tombstone));
  }

  @Test
  public void recordsOfErasedUsersAreIgnored() {
    Erasures erased = ErasedUsers.of(DecodeRecordsTest.user(5).id(), folder);
    SourceRecord tombstone = DecodeRecordsTest.record(5, null);

    assertThat(passed(erased, DecodeRecordsTest.record(5, VALUE), tombstone), contains(tombstone));
  }

  /** Returns which records count if offset 5 is selected. */
  private static List<SourceRecord> passed(Erasures erasures, SourceRecord... records) {
    List<SourceRecord> passed = new ArrayList<>();
    SelectedRecords selected =
        new SelectedRecords(
            Map.of(2, OffsetSet.between(5, 6)), erasures, (record, output) -> passed.add(record));
    for (SourceRecord record : records) {
      selected.process(record, batch -> {});
    }
    return passed;
  }
}
