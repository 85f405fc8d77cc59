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
 * Puts users into the topic of a flow, past the ingest job: the people of the recorded page, under
 * ids that follow from a number alone.
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
            Map.of(
                "bootstrap.servers",
                flow.stack().bootstrapServers(),
                "acks",
                "all",
                "linger.ms",
                "5",
                "batch.size",
                Integer.toString(128 << 10)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** The user of that number: always the same. */
  public static User user(long number) {
    return PEOPLE.get((int) (number % PEOPLE.size())).toBuilder().setId(id(number)).build();
  }

  /** The id of the user of that number. */
  public static String id(long number) {
    return UUID.nameUUIDFromBytes(Long.toString(number).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /** The ids of the users {@code from} (inclusive) to {@code to} (exclusive). */
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
   * @param appended told by the producer's thread where and when Kafka appended the record; not
   *     called when the record is not published
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

  /** The same; {@code appended} as in {@link #user(User, Consumer)}. */
  public Publisher poison(long number, Consumer<RecordMetadata> appended) {
    return send(id(number), "not a user".getBytes(StandardCharsets.UTF_8), appended);
  }

  /** Sends whatever it is. */
  public Publisher send(String key, @Nullable byte[] value) {
    return send(key, value, appended -> {});
  }

  private Publisher send(String key, @Nullable byte[] value, Consumer<RecordMetadata> appended) {
    return send(null, key, value, List.of(), appended);
  }

  /**
   * Sends whatever it is, with headers.
   *
   * @param partition null for that of the key
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
   * @throws IllegalStateException when something could not be published
   */
  public Publisher flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("not everything was published", failure.get());
    }
    return this;
  }

  @Override
  public void close() {
    flush();
    producer.close();
  }

  /** Closes it and gives up, without a word, what is not acknowledged by then. */
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
