package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.UserWrite;
import io.userstream.model.UserChange;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.PartitionRangeCoder;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.ranges.SourceRecordCoder;
import java.util.List;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.Test;

/** A runner may encode any element between two steps. */
public class StoreCodersTest {
  private static final UserBatch BATCH =
      UserBatch.of(
          List.of(
              new UserWrite(UserChange.keep(DecodeRecordsTest.user(1)), 17),
              new UserWrite(UserChange.erase(DecodeRecordsTest.user(2).id()), 18)));

  @Test
  public void rangesSurviveEncoding() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        PartitionRangeCoder.of(), PartitionRange.of("users", 3, 10, 1L << 40));
  }

  @Test
  public void batchesSurviveEncoding() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(UserBatchCoder.of(), BATCH);
  }

  @Test
  public void recordsKeepKeyValueAndHeaders() throws Exception {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", new byte[] {1, 2}).add("empty", null);
    SourceRecord record = SourceRecord.of("users", 1, 2, 3, 4, null, new byte[] {5, 6}, headers);

    SourceRecord back = CoderUtils.clone(SourceRecordCoder.of(), record);

    assertThat(back, is(record));
    assertThat(back.headers(), is(headers));
  }

  @Test
  public void codersAreSerializable() {
    SerializableUtils.ensureSerializable(UserBatchCoder.of());
    SerializableUtils.ensureSerializable(SourceRecordCoder.of());
    SerializableUtils.ensureSerializable(PartitionRangeCoder.of());
  }
}
