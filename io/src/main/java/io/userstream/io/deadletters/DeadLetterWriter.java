package io.userstream.io.deadletters;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.kafka.AcknowledgedWriter;
import io.userstream.io.kafka.TopicSpec;
import io.userstream.io.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.annotation.Nullable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters to their topic, acknowledged by all in-sync replicas. Connects on the first
 * dead letter, because most runs have none. Not thread-safe.
 *
 * <p>Before it writes, it checks that the topic of the records was not recreated since the run was
 * planned.
 */
public final class DeadLetterWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWriter.class);

  private final String topic;
  private final ImmutableMap<String, Object> clientProperties;
  private final DeadLetterEncryption encryption;
  @Nullable private DeadLetterCipher cipher;
  @Nullable private AcknowledgedWriter writer;
  @Nullable private Admin admin;

  /** Creates a writer for a topic. The client properties name the brokers. */
  public DeadLetterWriter(
      String topic, Map<String, ?> clientProperties, DeadLetterEncryption encryption) {
    this.topic = topic;
    this.clientProperties = ImmutableMap.copyOf(clientProperties);
    this.encryption = encryption;
  }

  /**
   * Writes dead letters, and returns when all of them are acknowledged.
   *
   * @throws KafkaException if one is not acknowledged; others may have been written. Also if the
   *     topic of a record was deleted or recreated; then nothing is written
   * @throws io.userstream.io.options.UnusableReferenceException if this host has no usable key;
   *     then nothing is written
   */
  public void write(List<DeadLetter> deadLetters) {
    if (deadLetters.isEmpty()) {
      return;
    }
    requireSameTopics(deadLetters);
    if (cipher == null) {
      cipher = encryption.open();
    }
    if (writer == null) {
      writer = new AcknowledgedWriter(producerProperties());
    }
    Queue<DeadLetter> tooLarge = new ConcurrentLinkedQueue<>();
    deadLetters.forEach(deadLetter -> send(deadLetter.fitted(), tooLarge));
    writer.awaitAcknowledged();
    if (!tooLarge.isEmpty()) {
      LOG.warn(
          "topic {} accepts no message as large as {} dead letters: they have only the beginning of"
              + " the value. Raise its max.message.bytes to keep the whole value",
          topic,
          tooLarge.size());
      tooLarge.forEach(deadLetter -> writer.send(cipher.encrypt(deadLetter.cut().toRecord(topic))));
      writer.awaitAcknowledged();
    }
  }

  private void send(DeadLetter deadLetter, Queue<DeadLetter> tooLarge) {
    writer.send(
        cipher.encrypt(deadLetter.toRecord(topic)),
        appended -> {},
        e ->
            e instanceof RecordTooLargeException
                && deadLetter.isLargerThanCut()
                && tooLarge.add(deadLetter));
  }

  private void requireSameTopics(List<DeadLetter> deadLetters) {
    Set<String> asked = new HashSet<>();
    for (DeadLetter deadLetter : deadLetters) {
      if (!(deadLetter.origin() instanceof RecordOrigin origin)
          || origin.topicId() == null
          || !asked.add(origin.topic())) {
        continue;
      }
      String actual = currentId(origin.topic());
      if (!actual.equals(origin.topicId())) {
        throw new KafkaException(
            String.format(
                Locale.ROOT,
                "Topic %s was recreated while the run was in flight: its id was %s and is now %s."
                    + " No dead letter was written.",
                origin.topic(),
                origin.topicId(),
                actual));
      }
    }
  }

  private String currentId(String origin) {
    if (admin == null) {
      Map<String, Object> properties = new HashMap<>(clientProperties);
      properties.put("auto.include.jmx.reporter", "false");
      properties.put("metric.reporters", "");
      admin = Admin.create(properties);
    }
    try {
      return new Topics(admin).id(origin);
    } catch (InterruptedException e) {
      throw new InterruptException(e); // Sets the interrupt flag again.
    }
  }

  private Map<String, Object> producerProperties() {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSpec.MAX_DEAD_LETTER_BYTES);
    return properties;
  }

  /**
   * Returns the dead letters whose origin is not in the topic yet. Reads a part of the topic, so
   * call it only for records that may be retries.
   */
  public List<DeadLetter> unwritten(List<DeadLetter> deadLetters) {
    return deadLetters.isEmpty()
        ? deadLetters
        : DeadLetterLookUp.of(topic, clientProperties).unwritten(deadLetters, currentId(topic));
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }
}
