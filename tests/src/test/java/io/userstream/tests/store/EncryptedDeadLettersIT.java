package io.userstream.tests.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assume.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Checks that dead letters are readable only with {@code --deadLetterKey}. */
public class EncryptedDeadLettersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKER = "personal-marker";

  @Rule public final TemporaryFolder directory = new TemporaryFolder();

  private final Flow flow = Flow.on(SharedStack.get(), "encrypted");

  @Test
  @Category({Core.class, OnSpark.class})
  public void keysAndValuesAreReadableOnlyWithTheKey() throws Exception {
    flow.setUp("--partitions=1");
    try (KafkaProducer<byte[], byte[]> producer = packing()) {
      send(producer, 1, MARKER.getBytes(UTF_8));
      send(producer, 2, filled(900_000));
    }
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(4, 10);
    }
    String key = option("1:" + key(1));

    JobResult stored = flow.storeAll(key);

    assertThat(stored.err(), stored.exitCode(), is(0));
    List<ConsumerRecord<byte[], byte[]>> letters = flow.contents().deadLetters();
    assertThat(letters.size(), is(2));
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      assertThat(bytesOf(letter), not(containsString(MARKER)));
      for (String id : Publisher.ids(1, 4)) {
        assertThat(bytesOf(letter), not(containsString(id)));
      }
    }

    List<JsonNode> decrypted = tail(key);
    assertThat(decrypted.get(0).path("id").asText(), is(Publisher.id(1)));
    assertThat(decrypted.get(0).path("value").asText(), is(MARKER));
    assertThat(decrypted.get(1).path("value").asText().length(), is(900_000));
    for (JsonNode line : tail()) {
      assertThat(line.path("encrypted").asBoolean(), is(true));
      assertThat(line.path("encryption").asText(), is("A256GCM;kid=1"));
      assertThat(line.has("value") || line.has("valueBase64") || line.has("id"), is(false));
    }
    for (JsonNode line : tail(option("1:" + key(2)))) {
      assertThat(line.path("error").asText(), containsString("another key of the same id"));
      assertThat(line.has("value") || line.has("valueBase64") || line.has("id"), is(false));
    }

    JobResult compared = flow.run("reconcile", key);
    assertThat(compared.out() + compared.err(), compared.exitCode(), is(0));
    assertThat(compared.out(), containsString("dead=2"));
    JobResult withoutKey = flow.run("reconcile");
    assertThat(withoutKey.exitCode(), is(1));
    assertThat(withoutKey.err(), containsString("is encrypted (A256GCM;kid=1)"));
    assertThat(withoutKey.err(), containsString("Set --deadLetterKey"));
  }

  @Test
  @Category(Core.class)
  public void aRecordLargerThanADeadLetterIsCutBeforeItIsEncrypted() throws Exception {
    flow.setUp("--partitions=1");
    try (KafkaProducer<byte[], byte[]> producer = packing()) {
      send(producer, 1, filled(40_000_000));
    }
    String key = option(key(1));

    assertThat(flow.storeAll(key).exitCode(), is(0));

    ConsumerRecord<byte[], byte[]> letter = flow.contents().deadLetters().get(0);
    assertThat(letter.value().length, is((64 << 10) + 28));
    assertThat(bytesOf(letter), not(containsString(MARKER)));
    JsonNode line = tail(key).get(0);
    assertThat(line.path("reason").asText(), is("too-large"));
    assertThat(line.path("value").asText().length(), is(64 << 10));
    assertThat(flow.run("reconcile", key).exitCode(), is(0));
  }

  @Test
  @Category(OnSpark.class)
  public void repeatedRangesAddNoDeadLetterAfterARotation() throws Exception {
    flow.setUp("--partitions=1");
    try (Publisher publisher = new Publisher(flow)) {
      publisher.poison(1).poison(2);
    }
    flow.storeAll(option("1:" + key(1)));
    // Simulates a driver that was killed between its last write and its commit.
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      admin.deleteConsumerGroups(List.of(flow.group())).all().get();
    }
    try (Publisher publisher = new Publisher(flow)) {
      publisher.poison(3);
    }
    String rotated = option("2:" + key(2) + "\n1:" + key(1));

    flow.storeAll(rotated);

    List<JsonNode> lines = tail(rotated);
    assertThat(
        lines.stream().map(line -> line.path("id").asText()).toList(),
        is(List.of(Publisher.id(1), Publisher.id(2), Publisher.id(3))));
    assertThat(tail().get(2).path("encryption").asText(), is("A256GCM;kid=2"));
    assertThat(flow.run("reconcile", rotated).exitCode(), is(0));
  }

  @Test
  @Category(OnSpark.class)
  public void anExecutorWithoutTheKeyEndsTheJob() throws Exception {
    assumeThat(JobRunner.chosen(), is(JobRunner.SPARK));
    flow.setUp();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.poison(1);
    }
    // Relative to the folder of the driver, which the executors do not share.
    Path key = Path.of("target", "of-the-driver.key");
    Files.writeString(key, key(1));

    try (JobProcess job = flow.start("store", "--until=drained", "--deadLetterKey=file:" + key)) {
      int code = job.awaitEnd(Duration.ofMinutes(4));

      assertThat(job.err(), code, is(1));
      assertThat(job.err(), containsString("--deadLetterKey=file:" + key + " on host "));
      assertThat(job.err(), containsString("there is no file " + key));
      assertThat(job.output(), not(containsString(key(1))));
    } finally {
      Files.delete(key);
    }
    assertThat(flow.contents().deadLetters().size(), is(0));
  }

  private void send(KafkaProducer<byte[], byte[]> producer, long number, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(flow.topic(), Publisher.id(number).getBytes(UTF_8), value));
    producer.flush();
  }

  private static byte[] filled(int size) {
    byte[] value = new byte[size];
    Arrays.fill(value, (byte) 'x');
    System.arraycopy(MARKER.getBytes(UTF_8), 0, value, 0, MARKER.length());
    return value;
  }

  private KafkaProducer<byte[], byte[]> packing() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            flow.stack().bootstrapServers(),
            "compression.type",
            "zstd",
            "max.request.size",
            "100000000",
            "buffer.memory",
            "200000000"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static String bytesOf(ConsumerRecord<byte[], byte[]> letter) {
    StringBuilder all = new StringBuilder();
    all.append(new String(letter.key(), ISO_8859_1)).append(new String(letter.value(), ISO_8859_1));
    letter.headers().forEach(header -> all.append(new String(header.value(), ISO_8859_1)));
    return all.toString();
  }

  private List<JsonNode> tail(String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of("--dlq", "--showPersonalData"));
    options.addAll(List.of(more));
    JobResult result = flow.run("tail", options.toArray(new String[0]));
    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.err(), is(""));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : result.out().lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** Returns the option with a file of these keys. */
  private String option(String keys) throws IOException {
    Path file = directory.newFile().toPath();
    Files.writeString(file, keys + "\n");
    return "--deadLetterKey=file:" + file;
  }

  private static String key(int number) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) number);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
