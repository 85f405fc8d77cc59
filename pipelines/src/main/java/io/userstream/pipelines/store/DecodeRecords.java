package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.cassandra.UserWrite;
import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetters;
import io.userstream.io.decoding.RecordDecoder;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.model.RejectReason;
import io.userstream.model.RejectedUserException;
import io.userstream.model.UserChange;
import io.userstream.runloop.ranges.RecordFn;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Decodes records into batches of users. A rejected record becomes a dead letter. Every record goes
 * exactly one of the two ways, and a bundle ends only when its dead letters are acknowledged. A
 * bundle without records has an empty batch, so that a run without records opens connections to the
 * table: Spark's runner calls no DoFn without an element.
 */
final class DecodeRecords implements RecordFn<UserBatch> {
  private static final long serialVersionUID = 1L;

  /**
   * Large enough to fill the server's batches on a ring of several nodes, small enough for memory.
   */
  private static final int BATCH_SIZE = 500;

  private final SchemaLookupFactory schemas;
  private final DeadLetters deadLetters;
  private final String topicId;
  private final int attempt;
  private transient RecordDecoder decoder;
  private transient List<UserWrite> gathered;
  private transient long stored;
  private transient long erased;
  private transient Map<RejectReason, Long> dead;

  /**
   * Prepares to decode the records of one run.
   *
   * @param schemas opens the lookup of Avro schemas on the worker
   * @param deadLetters receives rejected records
   * @param topicId the id of the topic, for dead letters
   * @param attempt the number of attempts at the run, from 1, for dead letters
   */
  DecodeRecords(SchemaLookupFactory schemas, DeadLetters deadLetters, String topicId, int attempt) {
    this.schemas = schemas;
    this.deadLetters = deadLetters;
    this.topicId = topicId;
    this.attempt = attempt;
  }

  @Override
  public void setUp() {
    decoder = new RecordDecoder(schemas.open());
    deadLetters.setUp();
  }

  @Override
  public void startBundle() {
    gathered = new ArrayList<>(BATCH_SIZE);
    stored = 0;
    erased = 0;
    dead = new EnumMap<>(RejectReason.class);
    deadLetters.startBundle();
  }

  @Override
  public void process(SourceRecord record, Consumer<UserBatch> output) {
    UserChange change;
    try {
      change = decoder.decode(record);
    } catch (RejectedUserException e) {
      dead.merge(e.reason(), 1L, Long::sum);
      deadLetters.add(
          DeadLetter.ofRecord(record, topicId, e.reason().code(), e.getMessage(), attempt));
      return;
    }
    if (change.user() == null) {
      erased++;
    } else {
      stored++;
    }
    gathered.add(new UserWrite(change, record.writeTimeMicros()));
    if (gathered.size() == BATCH_SIZE) {
      output.accept(UserBatch.of(gathered));
      gathered = new ArrayList<>(BATCH_SIZE);
    }
  }

  @Override
  public void finishBundle(Consumer<UserBatch> output) {
    boolean hadRecords = stored > 0 || erased > 0 || !dead.isEmpty();
    if (!gathered.isEmpty() || !hadRecords) {
      output.accept(UserBatch.of(gathered));
    }
    gathered = null;
    deadLetters.finishBundle();
    // Once per bundle, because a counter looks up its container at every call.
    RecordCounters.STORED.inc(stored);
    RecordCounters.ERASED.inc(erased);
    dead.forEach((reason, count) -> RecordCounters.dead(reason).inc(count));
  }

  @Override
  public void tearDown() {
    deadLetters.tearDown();
  }
}
