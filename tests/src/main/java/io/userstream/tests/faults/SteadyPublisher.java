package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Publishes a {@link RecordMix} at a steady rate, by several producers that race each other to the
 * log, and knows what Kafka acknowledged. Brokers that go and come are the producers' business.
 */
final class SteadyPublisher implements AutoCloseable {
  private static final int RECORDS_A_SECOND = 500;
  private static final int SLICE_MILLIS = 100;
  private static final int PRODUCERS = 3;

  private final String topic;
  private final Random random = new Random(2);
  private final RecordMix mix = new RecordMix();
  private final List<Publisher> producers;
  private final List<Published> sent = Collections.synchronizedList(new ArrayList<>());
  private final Map<Integer, Place> acknowledged = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::publish, "publisher");
  private volatile double poisonShare = 0.02;
  private volatile boolean closed;
  private boolean paused;

  SteadyPublisher(Flow flow) {
    this.topic = flow.topic();
    this.producers = Stream.generate(() -> new Publisher(flow)).limit(PRODUCERS).toList();
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
      Published record = mix.next(poisonShare);
      sent.add(record);
      producers
          .get(random.nextInt(PRODUCERS))
          .send(
              record.id(),
              record.value(),
              List.of(record.header()),
              appended -> acknowledge(record, appended));
    }
  }

  private void acknowledge(Published record, RecordMetadata appended) {
    acknowledged.put(record.number(), new Place(appended.partition(), appended.offset()));
    ends.merge(new TopicPartition(topic, appended.partition()), appended.offset() + 1, Math::max);
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
    producers.forEach(Publisher::flush);
  }

  synchronized void resume() {
    paused = false;
  }

  /** Returns the record that was sent under this number. */
  Published record(int number) {
    return sent.get(number);
  }

  /** Returns the places of the acknowledged records, by number. */
  Map<Integer, Place> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /** Returns the ends of what is acknowledged: the offsets behind the last acknowledged records. */
  Map<TopicPartition, Long> ends() {
    return Map.copyOf(ends);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    // A cell that failed may leave a producer without a broker.
    producers.forEach(producer -> producer.abandonAfter(Duration.ofSeconds(5)));
  }
}
