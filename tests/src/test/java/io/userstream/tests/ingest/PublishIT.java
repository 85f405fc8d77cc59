package io.userstream.tests.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

public class PublishIT extends RawStoreFlow {
  @Rule public final TemporaryFolder directory = new TemporaryFolder();

  @Test
  @Category(Core.class)
  public void unpublishedRowsArePublishedByDefault() {
    prepared("--users=3000", "--pageSize=1000");
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index < 500");

    JobResult result = flow.run("publish");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), is("published: rows=1500 dead=0 unpublished=0\n"));
    assertThat(flow.contents().records(), hasSize(4_500));
    assertThat(flow.contents().keys(), hasSize(3_000));
    assertThat(flow.run("publish").out(), is("published: rows=0 dead=0 unpublished=0\n"));
  }

  @Test
  public void seedIsReplayedAndAnInterruptedReplayContinues() {
    prepared("--users=2000", "--pageSize=1000");
    flow.prepare("ingest", "--source=" + api.url(), "--users=1000", "--seed=other");
    String start = "2026-11-21T00:00:00Z";
    flow.rawStore()
        .execute("UPDATE raw_users SET published_at = timestamptz '2026-11-20' WHERE index < 10");

    assertThat(
        flow.run("publish", "--seed=s", "--publishedBefore=" + start).out(),
        is("published: rows=20 dead=0 unpublished=0\n"));
    assertThat(
        flow.run("publish", "--seed=s").out(), is("published: rows=2000 dead=0 unpublished=0\n"));
    assertThat(
        flow.run("publish", "--fetchedFrom=2999-01-01T00:00:00Z").out(),
        is("published: rows=0 dead=0 unpublished=0\n"));
    assertThat(flow.contents().records(), hasSize(3_000 + 20 + 2_000));
    assertThat(flow.contents().keys(), hasSize(3_000));
  }

  @Test
  @Category(OnSpark.class)
  public void killedPublishContinuesWhereItStopped() {
    prepared("--users=1000", "--pageSize=1000");
    flow.rawStore().addPages(100);
    long before = flow.rawStore().unpublished();
    try (JobProcess publish = flow.start("publish")) {
      Await.until("rows are marked", LIMIT, () -> flow.rawStore().unpublished() < before);
      publish.kill();
    }
    long left = flow.rawStore().unpublished();

    JobResult later = flow.run("publish");

    assertThat(later.err(), later.exitCode(), is(0));
    assertThat(later.out(), endsWith(" dead=0 unpublished=0\n"));
    // An executor may outlive its driver briefly.
    assertThat(count("rows", later), allOf(greaterThan(0L), lessThanOrEqualTo(left)));
    assertThat(keptIds(), is(flow.contents().keys()));
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void unreadableRowBecomesOneDeadLetterAndTheOthersArePublished() {
    prepared("--users=1000");
    String uuid = flow.rawStore().texts("SELECT uuid FROM raw_users WHERE index = 7").get(0);
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = payload - 'email', published_at = NULL"
                + " WHERE index = 7");
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index = 8");

    assertThat(flow.run("publish").out(), is("published: rows=1 dead=1 unpublished=0\n"));
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index = 7");
    assertThat(flow.run("publish").out(), is("published: rows=0 dead=1 unpublished=0\n"));

    List<ConsumerRecord<byte[], byte[]>> letters = flow.contents().deadLetters();
    assertThat(letters, hasSize(1));
    assertThat(header(letters.get(0), "userstream.origin.topic"), is("raw_users"));
    assertThat(header(letters.get(0), "userstream.origin.uuid"), is(uuid));
    assertThat(header(letters.get(0), "userstream.error.reason"), is("malformed"));
    assertThat(header(letters.get(0), "userstream.error.detail"), containsString("email"));
    assertThat(new String(letters.get(0).key(), UTF_8), is(uuid));
  }

  @Test
  @Category(OnSpark.class)
  public void deadLetterOfARowIsEncryptedOnceAndReconciles() throws Exception {
    prepared("--users=1000");
    flow.prepare("store", "--until=drained");
    Path file = directory.newFile("key").toPath();
    Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]));
    String key = "--deadLetterKey=file:" + file;
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = payload - 'email', published_at = NULL"
                + " WHERE index = 7");

    assertThat(flow.run("publish", key).out(), is("published: rows=0 dead=1 unpublished=0\n"));
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index = 7");
    assertThat(flow.run("publish", key).out(), is("published: rows=0 dead=1 unpublished=0\n"));

    List<ConsumerRecord<byte[], byte[]>> letters = flow.contents().deadLetters();
    assertThat(letters, hasSize(1));
    assertThat(header(letters.get(0), "userstream.encryption"), is("A256GCM;kid=1"));
    assertThat(new String(letters.get(0).value(), UTF_8), not(containsString("name")));
    JobResult compared = flow.run("reconcile", key);
    assertThat(compared.out() + compared.err(), compared.exitCode(), is(0));
    assertThat(compared.out(), containsString("dead=1"));
  }

  @Test
  @Category(OnSpark.class)
  public void rowIsNotMarkedBeforeKafkaHasAcknowledgedItsUser() throws Exception {
    prepared("--users=1000");
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL");
    try (Admin admin = Admin.create(flow.stack().kafkaClient())) {
      // Every message is too large, so Kafka acknowledges none.
      TopicConfig.set(admin, flow.topic(), "max.message.bytes", "1");
    }

    // Disables batching: a producer would split a batch that is too large forever (KAFKA-8350).
    Path unbatched =
        Files.writeString(directory.getRoot().toPath().resolve("unbatched"), "batch.size=0\n");

    JobResult result = flow.run("publish", "--kafkaConfig=" + unbatched);

    assertThat(result.exitCode(), is(1));
    assertThat(flow.rawStore().unpublished(), is(1_000L));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
