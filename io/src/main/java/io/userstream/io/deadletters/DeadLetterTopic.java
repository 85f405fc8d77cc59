package io.userstream.io.deadletters;

import com.google.common.collect.ImmutableMap;
import io.userstream.runloop.runner.BundleRetries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes dead letters to their topic, once per origin. Buffers them within a bundle. */
public final class DeadLetterTopic implements DeadLetters {
  private static final long serialVersionUID = 1L;

  /** Maximum size of buffered dead letters in bytes. */
  private static final long MAX_HELD_BYTES = 8 << 20;

  /** Approximate size of a dead letter in memory, without its key, value and headers. */
  private static final int OBJECT_BYTES = 500;

  private final String topic;
  private final ImmutableMap<String, Object> clientProperties;
  private final DeadLetterEncryption encryption;
  private final BundleRetries retries;
  private transient DeadLetterWriter writer;
  private transient List<DeadLetter> held;
  private transient long heldBytes;

  /**
   * Creates a writer.
   *
   * @param clientProperties for the producer, and for the consumer that finds dead letters that
   *     were already written
   * @param encryption resolved by each writer, so that it uses the current keys of its host
   * @param retries called before each write: if the bundle may be a retry, the writer first
   *     searches the topic for its dead letters
   */
  public DeadLetterTopic(
      String topic,
      Map<String, ?> clientProperties,
      DeadLetterEncryption encryption,
      BundleRetries retries) {
    this.topic = topic;
    this.clientProperties = ImmutableMap.copyOf(clientProperties);
    this.encryption = encryption;
    this.retries = retries;
  }

  @Override
  public void setUp() {
    writer = new DeadLetterWriter(topic, clientProperties, encryption);
  }

  @Override
  public void startBundle() {
    held = new ArrayList<>();
    heldBytes = 0;
  }

  @Override
  public void add(DeadLetter deadLetter) {
    DeadLetter fitted = deadLetter.fitted();
    held.add(fitted);
    heldBytes += fitted.bytes() + OBJECT_BYTES;
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
    writer.write(retries.mayBeRetry() ? writer.unwritten(held) : held);
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
