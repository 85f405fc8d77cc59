package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.cassandra.UserWrite;
import io.userstream.io.kafka.DeadLetter;
import io.userstream.io.kafka.SourceRecord;
import io.userstream.model.RejectedUserException;
import io.userstream.model.UserChange;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/**
 * Decodes records into users and gathers those into batches; a record that is refused becomes a
 * dead letter. Every record comes out exactly once, in one of the two.
 */
final class DecodeUsers extends DoFn<SourceRecord, StoreOutcome> {
  private static final long serialVersionUID = 1L;

  /**
   * Enough to fill the server's batches on a ring of several nodes, little enough to hold in
   * memory.
   */
  private static final int BATCH_SIZE = 500;

  private final SchemaLookupFactory schemas;
  private final int attempt;
  private final Counter kept = Metrics.counter("store", "kept");
  private final Counter erased = Metrics.counter("store", "erased");
  private final Counter dead = Metrics.counter("store", "dead");
  private transient RecordDecoder decoder;
  private transient List<UserWrite> gathered;

  /**
   * Makes the DoFn of one run.
   *
   * @param schemas opens the lookup of Avro schemas where the records are decoded
   * @param attempt how often the run has been tried, from 1; stands in its dead letters
   */
  DecodeUsers(SchemaLookupFactory schemas, int attempt) {
    this.schemas = schemas;
    this.attempt = attempt;
  }

  @Setup
  public void setup() {
    decoder = new RecordDecoder(schemas.open());
  }

  @StartBundle
  public void startBundle() {
    gathered = new ArrayList<>();
  }

  @ProcessElement
  public void processElement(@Element SourceRecord record, OutputReceiver<StoreOutcome> receiver) {
    UserChange change;
    try {
      change = decoder.decode(record);
    } catch (RejectedUserException e) {
      dead.inc();
      receiver.output(
          StoreOutcome.of(DeadLetter.of(record, e.reason().code(), e.getMessage(), attempt)));
      return;
    }
    (change.user() == null ? erased : kept).inc();
    gathered.add(UserWrite.of(change, record.writeTimeMicros()));
    if (gathered.size() == BATCH_SIZE) {
      receiver.output(StoreOutcome.of(UserBatch.of(gathered)));
      gathered = new ArrayList<>();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (!gathered.isEmpty()) {
      context.output(StoreOutcome.of(UserBatch.of(gathered)), Instant.now(), GlobalWindow.INSTANCE);
    }
    gathered = null;
  }
}
