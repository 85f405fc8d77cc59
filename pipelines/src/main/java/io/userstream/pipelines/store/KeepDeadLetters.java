package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.kafka.DeadLetter;
import io.userstream.io.kafka.DeadLetterWriter;
import io.userstream.pipelines.runner.BundleRepeats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Writes the dead letters on the way, each once by its origin, and lets the users through. A bundle
 * ends when its dead letters are acknowledged.
 *
 * <p>On the way and not as a branch of the graph: Beam's Spark runner runs each branch as a job of
 * its own, and keeps what they share, encoded, in memory (decision 008).
 */
final class KeepDeadLetters extends DoFn<StoreOutcome, UserBatch> {
  private static final long serialVersionUID = 1L;

  /** What a bundle holds back at the most, in bytes of values, before it writes. */
  private static final long MAX_HELD_BYTES = 8 << 20;

  private final String topic;
  private final ImmutableMap<String, Object> clientProperties;
  private final BundleRepeats repeats;
  private transient DeadLetterWriter writer;
  private transient List<DeadLetter> held;
  private transient long heldBytes;

  KeepDeadLetters(String topic, Map<String, ?> clientProperties, BundleRepeats repeats) {
    this.topic = topic;
    this.clientProperties = ImmutableMap.copyOf(clientProperties);
    this.repeats = repeats;
  }

  @Setup
  public void setup() {
    writer = new DeadLetterWriter(topic, clientProperties);
  }

  @StartBundle
  public void startBundle() {
    held = new ArrayList<>();
    heldBytes = 0;
  }

  @ProcessElement
  public void processElement(@Element StoreOutcome outcome, OutputReceiver<UserBatch> users) {
    if (outcome.users() != null) {
      users.output(outcome.users());
      return;
    }
    DeadLetter deadLetter = outcome.deadLetter();
    byte[] value = deadLetter.record().value();
    held.add(deadLetter);
    heldBytes += value == null ? 0 : value.length;
    if (heldBytes > MAX_HELD_BYTES) {
      writeHeld();
    }
  }

  @FinishBundle
  public void finishBundle() {
    writeHeld();
    held = null;
  }

  private void writeHeld() {
    writer.write(repeats.mayRepeat() ? writer.unwritten(held) : held);
    held = new ArrayList<>();
    heldBytes = 0;
  }

  @Teardown
  public void teardown() {
    if (writer != null) {
      writer.close();
    }
  }
}
