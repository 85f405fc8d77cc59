package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.Assert.assertThrows;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterEntry;
import io.userstream.io.deadletters.NewestDeadLetters;
import io.userstream.io.deadletters.NewestDeadLetters.Limits;
import io.userstream.io.deadletters.NewestDeadLetters.Newest;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.servers.ServerException;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;

/** Checks which dead letters the status page reads. */
public class NewestDeadLettersIT {
  private static final int PARTITIONS = 3;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Flow flow = Flow.on(SharedStack.get(), "newest");
  private final Map<String, Object> client = flow.stack().kafkaClient();

  @Test
  public void theNewestOfEachPartitionAreReadTheNewestFirst() throws Exception {
    create();
    write(0, 900, 10, number -> true);

    Newest newest = read(new Limits(250, 10_000, 64 << 20, LONG));

    assertThat(newest.letters(), hasSize(PARTITIONS * 250));
    assertThat(offsets(newest), everyItem(greaterThanOrEqualTo(50L)));
    List<Long> written = newest.letters().stream().map(DeadLetterEntry::writtenMs).toList();
    assertThat(written, is(written.stream().sorted((a, b) -> Long.compare(b, a)).toList()));
    assertThat(newest.letters().get(0).origin().offset(), is(899L));
    assertThat(newest.hasOlder(), is(true));
    assertThat(newest.isCut(), is(false));
    assertThat(newest.perPartition(), is(250));
  }

  @Test
  public void aSmallTopicIsReadAsAWhole() throws Exception {
    create();
    write(0, 90, 10, number -> number % 9 != 0);

    Newest newest = read(Limits.OF_A_PAGE);

    assertThat(newest.letters(), hasSize(80));
    assertThat("records of other programs", newest.others(), is(10L));
    assertThat(newest.hasOlder(), is(false));
  }

  @Test
  public void theNumberOfAllPartitionsIsLimited() throws Exception {
    create();
    write(0, 300, 10, number -> true);

    assertThat(read(new Limits(1_000, 30, 64 << 20, LONG)).letters(), hasSize(30));
  }

  @Test
  public void largeDeadLettersEndTheReadingAfterTheNewest() throws Exception {
    create();
    write(0, 600, 100_000, number -> true);

    Newest newest = read(new Limits(1_000, 10_000, 6 << 20, LONG));

    assertThat(newest.isCut(), is(true));
    assertThat(offsets(newest), hasItem(199L));
    assertThat(newest.letters().size(), is(lessThan(400)));
    assertThat(newest.letters().get(0).origin().offset(), is(599L));
  }

  @Test
  public void aMissingTopicIsNamed() {
    ServerException problem =
        assertThrows(ServerException.class, () -> read(new Limits(1, 1, 1, LONG)));

    assertThat(problem.getMessage(), containsString(flow.topic() + " does not exist"));
  }

  @Test
  public void brokersThatAreDownEndTheReadingInTime() {
    Map<String, Object> down = new HashMap<>(client);
    down.put("bootstrap.servers", "127.0.0.1:1");
    long startNanos = System.nanoTime();

    ServerException problem =
        assertThrows(
            ServerException.class,
            () -> NewestDeadLetters.read(flow.topic(), down, Limits.OF_A_PAGE));

    assertThat(problem.getMessage(), containsString("within 5 s"));
    assertThat(
        Duration.ofNanos(System.nanoTime() - startNanos), is(lessThan(Duration.ofSeconds(7))));
  }

  private void create() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), PARTITIONS, (short) 1));
  }

  private Newest read(Limits limits) {
    return NewestDeadLetters.read(flow.topic(), client, limits);
  }

  private static List<Long> offsets(Newest newest) {
    return newest.letters().stream().map(DeadLetterEntry::offset).toList();
  }

  /** Writes dead letters of these origins, one partition after the other, a second apart. */
  private void write(int from, int to, int bytes, IntPredicate isLetter) throws Exception {
    long firstMs = System.currentTimeMillis() - Duration.ofDays(1).toMillis();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      IntStream.range(from, to)
          .forEach(
              number -> {
                ProducerRecord<byte[], byte[]> letter = letter(number, bytes);
                var unused =
                    producer.send(
                        new ProducerRecord<>(
                            flow.topic(),
                            number % PARTITIONS,
                            firstMs + number * 1_000L,
                            letter.key(),
                            letter.value(),
                            isLetter.test(number) ? letter.headers() : null));
              });
    }
  }

  private ProducerRecord<byte[], byte[]> letter(int number, int bytes) {
    return DeadLetter.ofRecord(
            SourceRecord.of("users", 0, number, 0, 0, new byte[1], new byte[bytes], null),
            null,
            "malformed",
            "no JSON",
            1)
        .toRecord(flow.topic());
  }
}
