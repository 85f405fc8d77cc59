package io.userstream.io.deadletters;

import com.google.common.collect.ImmutableMap;
import io.userstream.runloop.runner.BundleRetries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes dead letters to their topic, each once by its origin; in each bundle a few at a time. */
public final class DeadLetterTopic implements DeadLetters {
  private static final long serialVersionUID = 1L;

  /** What a bundle holds back at the most, in bytes of values, before it writes. */
  private static final long MAX_HELD_BYTES = 8 << 20;

  private final String topic;
  private final ImmutableMap<String, Object> clientProperties;
  private final BundleRetries repeats;
  private transient DeadLetterWriter writer;
  private transient List<DeadLetter> held;
  private transient long heldBytes;

  /**
   * Names the topic.
   *
   * @param clientProperties of the producer, and of the consumer that looks for what is written
   * @param repeats asked at each writing: where a bundle may have been here before, its dead
   *     letters are looked for first
   */
  public DeadLetterTopic(String topic, Map<String, ?> clientProperties, BundleRetries repeats) {
    this.topic = topic;
    this.clientProperties = ImmutableMap.copyOf(clientProperties);
    this.repeats = repeats;
  }

  @Override
  public void setUp() {
    writer = new DeadLetterWriter(topic, clientProperties);
  }

  @Override
  public void startBundle() {
    held = new ArrayList<>();
    heldBytes = 0;
  }

  @Override
  public void add(DeadLetter deadLetter) {
    held.add(deadLetter);
    heldBytes += deadLetter.valueBytes();
    if (heldBytes > MAX_HELD_BYTES) {
      writeHeld();
    }
  }

  @Override
  public void finishBundle() {
    writeHeld();
    held = null;
  }

  private void writeHeld() {
    writer.write(repeats.mayBeRetry() ? writer.unwritten(held) : held);
    held = new ArrayList<>();
    heldBytes = 0;
  }

  @Override
  public void tearDown() {
    if (writer != null) {
      writer.close();
    }
  }
}
