package io.userstream.tests.faults;

import io.userstream.io.kafka.RecordOrigin;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Publishes users, each once, and now and then a record that is none, at a steady rate, and knows
 * where each of them stands in the log. Brokers that go and come are its producer's business.
 */
final class SteadyPublisher implements AutoCloseable {
  private static final int RECORDS_A_SECOND = 500;
  private static final int SLICE_MILLIS = 100;

  private final String topic;
  private final Random random = new Random(1);
  private final Publisher publisher;
  private final Map<RecordOrigin, String> users = new ConcurrentHashMap<>();
  private final Map<RecordOrigin, String> poison = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::publish, "publisher");
  private volatile double poisonShare = 0.02;
  private volatile boolean closed;
  private boolean paused;
  private long published;

  SteadyPublisher(Flow flow) {
    this.topic = flow.topic();
    this.publisher = new Publisher(flow);
    thread.setDaemon(true);
    thread.start();
  }

  private void publish() {
    try {
      while (!closed) {
        slice();
        TimeUnit.MILLISECONDS.sleep(SLICE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void slice() {
    for (int i = 0; !paused && i < RECORDS_A_SECOND * SLICE_MILLIS / 1_000; i++) {
      send(published++, random.nextDouble() < poisonShare);
    }
  }

  private void send(long number, boolean isPoison) {
    if (isPoison) {
      publisher.poison(number, appended -> poison.put(origin(appended), Publisher.id(number)));
    } else {
      publisher.user(
          Publisher.user(number), appended -> users.put(origin(appended), Publisher.id(number)));
    }
  }

  private static RecordOrigin origin(RecordMetadata appended) {
    return RecordOrigin.of(appended.topic(), appended.partition(), appended.offset());
  }

  /** Sets how many of the records to come are no users, from 0 to 1; 0.02 at first. */
  void poisonShare(double share) {
    poisonShare = share;
  }

  /** Publishes nothing more until {@link #resume}, and waits until everything is acknowledged. */
  void pause() {
    synchronized (this) {
      paused = true;
    }
    publisher.flush();
  }

  synchronized void resume() {
    paused = false;
  }

  /** The users that are in the log, by where they stand. */
  NavigableMap<RecordOrigin, String> users() {
    return sorted(users);
  }

  /** The others. */
  NavigableMap<RecordOrigin, String> poison() {
    return sorted(poison);
  }

  private static NavigableMap<RecordOrigin, String> sorted(Map<RecordOrigin, String> records) {
    NavigableMap<RecordOrigin, String> sorted =
        new TreeMap<>(
            Comparator.comparing(RecordOrigin::topic)
                .thenComparing(RecordOrigin::partition)
                .thenComparing(RecordOrigin::offset));
    sorted.putAll(records);
    return sorted;
  }

  /** The acknowledged ends of the logs: the offset behind the last acknowledged record. */
  Map<TopicPartition, Long> ends() {
    Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    for (Map<RecordOrigin, String> records : List.of(users, poison)) {
      for (RecordOrigin origin : records.keySet()) {
        ends.merge(new TopicPartition(topic, origin.partition()), origin.offset() + 1, Math::max);
      }
    }
    return ends;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    // What hangs in it belongs to a cell that has failed already.
    publisher.abandonAfter(Duration.ofSeconds(5));
  }
}
