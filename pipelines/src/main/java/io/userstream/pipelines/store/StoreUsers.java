package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.WriteUsers;
import io.userstream.io.kafka.DeadLetter;
import io.userstream.io.kafka.DeadLetterCoder;
import io.userstream.io.kafka.SourceRecord;
import io.userstream.io.kafka.WriteDeadLetters;
import java.util.Objects;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * The graph behind every engine: records of the users topic into the table and the dead-letter
 * topic.
 */
final class StoreUsers extends PTransform<PCollection<SourceRecord>, PDone> {
  private static final long serialVersionUID = 1L;

  private final DecodeUsers decode;
  private final WriteUsers writeUsers;
  private final WriteDeadLetters writeDeadLetters;

  StoreUsers(DecodeUsers decode, WriteUsers writeUsers, WriteDeadLetters writeDeadLetters) {
    this.decode = decode;
    this.writeUsers = writeUsers;
    this.writeDeadLetters = writeDeadLetters;
  }

  @Override
  public PDone expand(PCollection<SourceRecord> records) {
    PCollection<StoreOutcome> outcomes =
        records.apply("Decode", ParDo.of(decode)).setCoder(StoreOutcomeCoder.of());
    outcomes
        .apply("DeadLetters", Filter.by(outcome -> outcome.deadLetter() != null))
        .apply(
            "DeadLetter",
            MapElements.into(TypeDescriptor.of(DeadLetter.class))
                .via(outcome -> Objects.requireNonNull(outcome.deadLetter())))
        .setCoder(DeadLetterCoder.of())
        .apply("WriteDeadLetters", writeDeadLetters);
    return outcomes
        .apply("Users", Filter.by(outcome -> outcome.users() != null))
        .apply(
            "Batch",
            MapElements.into(TypeDescriptor.of(UserBatch.class))
                .via(outcome -> Objects.requireNonNull(outcome.users())))
        .setCoder(UserBatchCoder.of())
        .apply("WriteUsers", writeUsers);
  }
}
