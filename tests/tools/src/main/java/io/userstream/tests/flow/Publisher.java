package io.userstream.tests.flow;

import io.userstream.model.ApiPageParser;
import io.userstream.model.MalformedPageException;
import io.userstream.model.User;
import io.userstream.model.UserJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import javax.annotation.Nullable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Instant;

/**
 * Publishes users to the topic of a flow without the ingest job: the people of the recorded page,
 * with ids that depend only on a number.
 */
public final class Publisher implements AutoCloseable {
  private static final List<User> PEOPLE = people();

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  public Publisher(Flow flow) {
    this.topic = flow.topic();
    this.producer =
        new KafkaProducer<>(
            KafkaClients.properties(
                flow.stack(),
                Map.of("acks", "all", "linger.ms", "5", "batch.size", Integer.toString(128 << 10))),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Returns the user of a number, which is always the same. */
  public static User user(long number) {
    return PEOPLE.get((int) (number % PEOPLE.size())).toBuilder().setId(id(number)).build();
  }

  /** Returns the id of the user of a number. */
  public static String id(long number) {
    return UUID.nameUUIDFromBytes(Long.toString(number).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /** Returns the ids of the users {@code from} (inclusive) to {@code to} (exclusive). */
  public static SortedSet<String> ids(long from, long to) {
    SortedSet<String> ids = new TreeSet<>();
    for (long number = from; number < to; number++) {
      ids.add(id(number));
    }
    return ids;
  }

  /** Sends the users {@code from} (inclusive) to {@code to} (exclusive). */
  public Publisher users(long from, long to) {
    for (long number = from; number < to; number++) {
      user(user(number));
    }
    return this;
  }

  public Publisher user(User user) {
    return send(user.id(), UserJson.write(user));
  }

  /**
   * Sends a user.
   *
   * @param appended called by the producer's thread with the place and time at which Kafka appended
   *     the record; not called if the record is not published
   */
  public Publisher user(User user, Consumer<RecordMetadata> appended) {
    return send(user.id(), UserJson.write(user), appended);
  }

  /** Sends a tombstone. */
  public Publisher erase(String id) {
    return send(id, null);
  }

  /** Sends a record whose value cannot be read. */
  public Publisher poison(long number) {
    return poison(number, appended -> {});
  }

  /**
   * Sends a record whose value cannot be read; {@code appended} as in {@link #user(User,
   * Consumer)}.
   */
  public Publisher poison(long number, Consumer<RecordMetadata> appended) {
    return send(id(number), "not a user".getBytes(StandardCharsets.UTF_8), appended);
  }

  /** Sends any record. */
  public Publisher send(String key, @Nullable byte[] value) {
    return send(key, value, appended -> {});
  }

  private Publisher send(String key, @Nullable byte[] value, Consumer<RecordMetadata> appended) {
    return send(null, key, value, List.of(), appended);
  }

  /**
   * Sends any record, with headers.
   *
   * @param partition the partition, or null for that of the key
   * @param appended as in {@link #user(User, Consumer)}
   */
  public Publisher send(
      @Nullable Integer partition,
      String key,
      @Nullable byte[] value,
      List<Header> headers,
      Consumer<RecordMetadata> appended) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                topic, partition, null, key.getBytes(StandardCharsets.UTF_8), value, headers),
            (metadata, e) -> {
              if (e == null) {
                appended.accept(metadata);
              } else {
                failure.compareAndSet(null, e);
              }
            });
    return this;
  }

  /**
   * Waits until everything sent so far is acknowledged.
   *
   * @throws IllegalStateException if something was not published
   */
  public Publisher flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("some records were not published", failure.get());
    }
    return this;
  }

  @Override
  public void close() {
    flush();
    producer.close();
  }

  /** Closes the producer, and silently drops unacknowledged records. */
  public void abandonAfter(Duration limit) {
    producer.close(limit);
  }

  private static List<User> people() {
    try (InputStream page =
        new GZIPInputStream(
            Publisher.class.getResourceAsStream(
                "/randomuser/page_5000_seed-datagrid2026_p1.json.gz"))) {
      return new ApiPageParser()
          .parse(page.readAllBytes(), Instant.parse("2026-11-21T00:00:00Z"))
          .users();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedPageException e) {
      throw new IllegalStateException(e);
    }
  }
}
