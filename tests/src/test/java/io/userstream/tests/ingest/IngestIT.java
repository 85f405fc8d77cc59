package io.userstream.tests.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.model.SchemaLookup;
import io.userstream.model.UserAvro;
import io.userstream.model.UserChange;
import io.userstream.model.UserRecordDecoder;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.api.Fault;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.KafkaNode;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

public class IngestIT {
  private RecordedApi api;
  private Flow flow;

  @Before
  public void start() throws IOException {
    api = RecordedApi.start();
    flow = Flow.on(SharedStack.get(), "ingest").setUp();
  }

  @After
  public void stop() {
    api.close();
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void everyUserIsInTheTopicOnceUnderItsId() throws Exception {
    assertIngested(5_000, ingest("--users=5000", "--pageSize=1000", "--seed=s"));
    assertThat(flow.contents().records(), hasSize(5_000));
    assertThat(flow.contents().keys(), hasSize(5_000));
    UserRecordDecoder decoder = new UserRecordDecoder(SchemaLookup.NONE);
    for (ConsumerRecord<byte[], byte[]> record : flow.contents().records()) {
      UserChange change = decoder.decode(record.key(), record.value());
      assertThat(change.id(), is(new String(record.key(), UTF_8)));
      assertThat(change.user().origin().seed(), is("s"));
    }
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void schemaRegistryMakesEveryUserAvroWithTheRegisteredId() throws Exception {
    flow = Flow.on(SharedStack.get(), "ingest").withSchemaRegistry().setUp();
    int schemaId = new AvroPublisher(flow).register(flow.topic() + "-value", UserAvro.SCHEMA).id();

    assertIngested(1_000, ingest("--users=1000", "--seed=s"));

    UserRecordDecoder decoder = new UserRecordDecoder(id -> UserAvro.SCHEMA);
    assertThat(flow.contents().records(), hasSize(1_000));
    for (ConsumerRecord<byte[], byte[]> record : flow.contents().records()) {
      assertThat(UserAvro.schemaId(record.value()), is(OptionalInt.of(schemaId)));
      assertThat(decoder.decode(record.key(), record.value()).user().origin().seed(), is("s"));
    }
  }

  @Test
  public void countsAreInTheResultFile() throws Exception {
    Path file = flow.stack().directory().resolve(flow.topic() + "-result.json");

    assertIngested(
        1_050, ingest("--users=1050", "--pageSize=100", "--seed=s", "--resultFile=" + file));

    JsonNode counts = new ObjectMapper().readTree(file.toFile());
    assertThat(counts.get("pages").asLong(), is(11L));
    assertThat(counts.get("fetched").asLong(), is(1_050L));
    assertThat(counts.get("published").asLong(), is(1_050L));
    assertThat(counts.get("seconds").asDouble(), is(greaterThan(0.0)));
  }

  @Test
  public void sameSeedAddsNoKey() {
    assertIngested(3_000, ingest("--users=3000", "--seed=s"));
    Set<String> first = flow.contents().keys();
    assertIngested(3_000, ingest("--users=3000", "--seed=s"));
    assertThat(flow.contents().keys(), is(first));
    assertIngested(3_000, ingest("--users=3000", "--seed=other"));
    assertThat(flow.contents().keys(), hasSize(6_000));
  }

  @Test
  public void kafkaDownAtTheStartIsWaitedFor() throws Exception {
    KafkaNode kafka = SharedStack.get().kafka().node(1);
    kafka.kill();
    CompletableFuture<JobResult> ingest;
    try {
      ingest = CompletableFuture.supplyAsync(() -> ingest("--users=1000", "--seed=s"));
    } finally {
      kafka.start();
    }
    assertIngested(1_000, ingest.get(120, TimeUnit.SECONDS));
    assertThat(flow.contents().keys(), hasSize(1_000));
  }

  @Test
  @Category(OnSpark.class)
  public void killedKafkaLosesNothing() throws Exception {
    api.pace(2_000);
    CompletableFuture<JobResult> ingest =
        CompletableFuture.supplyAsync(() -> ingest("--users=10000", "--pageSize=500", "--seed=s"));
    Await.until("pages are fetched", Duration.ofSeconds(60), () -> api.users() >= 2_000);
    KafkaNode kafka = SharedStack.get().kafka().node(1);
    kafka.kill();
    kafka.start();
    assertIngested(10_000, ingest.get(180, TimeUnit.SECONDS));
    assertThat(flow.contents().keys(), hasSize(10_000));
  }

  @Test
  @Category(OnSpark.class)
  public void pagesAreFetchedOnePerPeriodExceptOnSpark() {
    JobResult result = ingest("--users=50", "--pageSize=20", "--every=200ms", "--seed=s");
    if (JobRunner.chosen() == JobRunner.SPARK) {
      assertThat(result.exitCode(), is(2));
      assertThat(result.err(), containsString("docs/native-streaming.md"));
    } else {
      assertIngested(50, result);
      assertThat(flow.contents().keys(), hasSize(50));
    }
  }

  @Test
  public void missingTopicIsReportedWithTheFix() {
    Flow missing = Flow.on(SharedStack.get(), "nowhere");
    JobResult result = missing.run("ingest", "--source=" + api.url());
    assertThat(result.exitCode(), is(1));
    assertThat(
        result.err(), allOf(containsString(missing.topic()), containsString("userstream setup")));
    assertThat(api.requests(), is(0L));
  }

  @Test
  @Category(OnSpark.class)
  public void unavailablePagesFailTheJobWithCountsAndReason() {
    api.failNext(1_000, Fault.NOT_FOUND);
    JobResult result = ingest("--users=100", "--seed=s");
    assertThat(result.exitCode(), is(1));
    assertThat(result.out(), is("ingested: asked=100 fetched=0 published=0\n"));
    assertThat(result.err(), containsString("page 1 of seed s: status 404, \"Not Found\""));
  }

  private JobResult ingest(String... more) {
    String[] options = new String[more.length + 1];
    System.arraycopy(more, 0, options, 0, more.length);
    options[more.length] = "--source=" + api.url();
    return flow.run("ingest", options);
  }

  private static void assertIngested(int users, JobResult result) {
    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(
        result.out(),
        is(
            String.format(
                Locale.ROOT, "ingested: asked=%d fetched=%d published=%d\n", users, users, users)));
  }
}
