package io.userstream.io.erasures;

import io.userstream.io.kafka.AcknowledgedWriter;
import io.userstream.io.kafka.LogReader;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.io.kafka.TopicLogs;
import io.userstream.io.kafka.Topics;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The topic of erased users. The key of a record is the keyed hash of an id, and its value the time
 * of the erasure. A header shows whether a record was written with the same key.
 */
public final class ErasureList {
  /** The name of the header. Its value is the hash of this name, which is not an id. */
  private static final String CHECK = "userstream.erasure.key";

  private final UsersTopic topic;
  private final Duration timeout;

  public ErasureList(UsersTopic topic, Duration timeout) {
    this.topic = topic;
    this.timeout = timeout;
  }

  /**
   * Reads the list.
   *
   * @param key empty if the job has none
   * @throws SetupException if the list cannot be read with the key, or there is a list and no key:
   *     without it, the job could bring erased users back
   */
  public Erasures read(Optional<ErasureKey> key) throws InterruptedException {
    try (Admin admin = topic.kafka().await(timeout)) {
      if (key.isEmpty()) {
        requireNobody(admin);
        return Erasures.NONE;
      }
      if (!new Topics(admin).exists(topic.erasures())) {
        throw new SetupException(
            "Topic "
                + topic.erasures()
                + " does not exist: run userstream setup with --erasureKey.");
      }
    }
    return new Erasures(key.get(), hashes(key.get().open()));
  }

  private void requireNobody(Admin admin) throws InterruptedException {
    boolean isEmpty;
    try {
      isEmpty =
          !new Topics(admin).exists(topic.erasures())
              || TopicLogs.ask(admin, TopicLogs.describe(admin, topic.erasures())).values().stream()
                  .allMatch(PartitionLog::isEmpty);
    } catch (ServerException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return; // A user without the right is not meant to consult the list.
      }
      throw e;
    }
    if (!isEmpty) {
      throw new SetupException(
          "Topic "
              + topic.erasures()
              + " lists erased users, who must not come back: set --erasureKey.");
    }
  }

  private Set<String> hashes(UnaryOperator<String> hash) {
    Set<String> hashes = new HashSet<>();
    String check = check(hash);
    try (LogReader log = new LogReader(topic.erasures(), topic.clientProperties())) {
      log.readAll(read -> hashes.add(hash(read, check)));
    }
    return hashes;
  }

  private static String hash(ConsumerRecord<byte[], byte[]> read, String check) {
    Header header = read.headers().lastHeader(CHECK);
    if (header == null || read.key() == null) {
      throw unreadable(read, "is not an entry of the erasure list");
    }
    if (!new String(header.value(), StandardCharsets.US_ASCII).equals(check)) {
      throw unreadable(read, "was written with another key than that of --erasureKey");
    }
    return new String(read.key(), StandardCharsets.US_ASCII);
  }

  private static SetupException unreadable(ConsumerRecord<?, ?> read, String what) {
    return new SetupException(
        "Record "
            + read.topic()
            + "-"
            + read.partition()
            + "@"
            + read.offset()
            + " "
            + what
            + ". Nothing was done.");
  }

  private static String check(UnaryOperator<String> hash) {
    return hash.apply(CHECK).substring(0, 16);
  }

  /**
   * Adds users, acknowledged by all in-sync replicas. The list must exist.
   *
   * @param ids in canonical form
   * @throws org.apache.kafka.common.KafkaException if one was not acknowledged
   */
  public void add(ErasureKey key, Collection<String> ids, Instant now) {
    UnaryOperator<String> hash = key.open();
    byte[] value = ("{\"erasedAt\":\"" + now + "\"}").getBytes(StandardCharsets.UTF_8);
    byte[] check = check(hash).getBytes(StandardCharsets.US_ASCII);
    try (AcknowledgedWriter writer = new AcknowledgedWriter(topic.clientProperties())) {
      for (String id : ids) {
        writer.send(
            new ProducerRecord<>(
                topic.erasures(),
                null,
                null,
                hash.apply(id).getBytes(StandardCharsets.US_ASCII),
                value,
                List.of(new RecordHeader(CHECK, check))));
      }
      writer.awaitAcknowledged();
    }
  }
}
