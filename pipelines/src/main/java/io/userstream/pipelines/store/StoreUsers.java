package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.WriteUsers;
import io.userstream.io.kafka.SourceRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * The graph behind every engine: records of the users topic into the table and the dead-letter
 * topic.
 */
final class StoreUsers extends PTransform<PCollection<SourceRecord>, PDone> {
  private static final long serialVersionUID = 1L;

  private final DecodeUsers decode;
  private final KeepDeadLetters keepDeadLetters;
  private final WriteUsers writeUsers;

  StoreUsers(DecodeUsers decode, KeepDeadLetters keepDeadLetters, WriteUsers writeUsers) {
    this.decode = decode;
    this.keepDeadLetters = keepDeadLetters;
    this.writeUsers = writeUsers;
  }

  @Override
  public PDone expand(PCollection<SourceRecord> records) {
    return records
        .apply("Decode", ParDo.of(decode))
        .setCoder(StoreOutcomeCoder.of())
        .apply("KeepDeadLetters", ParDo.of(keepDeadLetters))
        .setCoder(UserBatchCoder.of())
        .apply("WriteUsers", writeUsers);
  }
}
