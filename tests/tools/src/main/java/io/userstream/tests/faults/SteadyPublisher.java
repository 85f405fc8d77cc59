package io.userstream.tests.faults;

import io.userstream.tests.faults.Published.Kind;
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
import javax.annotation.Nullable;
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

  private final Flow flow;
  private final int first;
  private final Random random = new Random(2);
  private final RecordMix mix = new RecordMix();
  private final List<Publisher> producers;
  private final List<Published> sent;
  private final Map<Integer, Place> acknowledged = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::publish, "publisher");
  private volatile double poisonShare = 0.02;
  private volatile boolean closed;
  private boolean paused;

  SteadyPublisher(Flow flow) {
    this(flow, Collections.synchronizedList(new ArrayList<>()), false);
  }

  private SteadyPublisher(Flow flow, List<Published> sent, boolean paused) {
    this.flow = flow;
    this.sent = sent;
    this.first = sent.size();
    this.paused = paused;
    this.producers = Stream.generate(() -> new Publisher(flow)).limit(PRODUCERS).toList();
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Closes this one, and returns one for the same topic with another log, which knows what this one
   * sent. It begins with the same users, and pauses.
   */
  SteadyPublisher successor() {
    close();
    return new SteadyPublisher(flow, sent, true);
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
      send(null, mix.next(sent.size(), poisonShare));
    }
  }

  /**
   * Sends users to a partition, each twice, and waits until they are acknowledged; for a publisher
   * that pauses.
   */
  synchronized void fill(int partition, long records) {
    for (long i = 0; i < records; i++) {
      // The keys of no other partition.
      long key = -1 - partition * 1_000_000L - i / 2;
      send(partition, new Published(sent.size(), key, Kind.USER));
    }
    producers.forEach(Publisher::flush);
  }

  private void send(@Nullable Integer partition, Published record) {
    sent.add(record);
    producers
        .get(random.nextInt(PRODUCERS))
        .send(
            partition,
            record.id(),
            record.value(),
            List.of(record.header()),
            appended -> acknowledge(record, appended));
  }

  private void acknowledge(Published record, RecordMetadata appended) {
    acknowledged.put(record.number(), new Place(appended.partition(), appended.offset()));
    ends.merge(
        new TopicPartition(flow.topic(), appended.partition()), appended.offset() + 1, Math::max);
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

  /** Returns the number of the first record of this publisher, behind those of its predecessors. */
  int first() {
    return first;
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
