package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.RawStore;
import io.userstream.tests.stack.PostgresNode;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/**
 * Runs {@code ingest}, {@code publish} and {@code tail} with exactly the rights that
 * docs/operations.md documents for each, and without one of them.
 */
public class PublishersRightsIT {
  @ClassRule public static final KafkaWithRights KAFKA = new KafkaWithRights();

  private final PostgresNode postgres = SharedStack.get().postgres();
  private RecordedApi api;

  @Before
  public void startApi() throws IOException {
    api = RecordedApi.start();
  }

  @After
  public void stop() throws Exception {
    api.close();
    KAFKA.revokeAll();
  }

  @Test
  public void ingestNeedsToWriteTheUsersTopic() throws Exception {
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "ingested");
    KAFKA.allow("ingested", AclOperation.DESCRIBE);
    assertThat(KAFKA.run(KafkaWithRights.USER, "ingest", "ingested", api()), is(1));
    assertThat(KAFKA.err(), containsString("grant the right WRITE on the topic"));

    KAFKA.allow("ingested", AclOperation.WRITE);
    KAFKA.succeed(KafkaWithRights.USER, "ingest", "ingested", api());
    assertThat(KAFKA.out(), containsString("published=100"));
  }

  @Test
  public void withARawStoreDeadLettersAreReadAndWritten() throws Exception {
    postgres.createDatabase("rights_raw");
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "kept", raw("rights_raw"));
    KAFKA.allow("kept", AclOperation.WRITE);
    KAFKA.allow("kept.dlq", AclOperation.READ, AclOperation.WRITE);

    KAFKA.succeed(KafkaWithRights.USER, "ingest", "kept", raw("rights_raw", api()));
    new RawStore(postgres, "rights_raw")
        .execute(
            "UPDATE raw_users SET published_at = NULL, published_to = NULL,"
                + " payload = payload - 'email' WHERE index < 3");
    KAFKA.succeed(KafkaWithRights.USER, "publish", "kept", raw("rights_raw"));
    assertThat(KAFKA.out(), is("published: rows=0 dead=3 unpublished=0\n"));
    KAFKA.succeed(KafkaWithRights.USER, "publish", "kept", raw("rights_raw", "--seed=s"));
    assertThat(
        "a replay searches the dead letter topic, so the three have one dead letter each",
        deadLetters("kept"),
        is(3L));
  }

  @Test
  public void tailNeedsToReadTheTopicThatItPrints() throws Exception {
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "printed");
    KAFKA.publish("printed");
    assertThat(KAFKA.run(KafkaWithRights.USER, "tail", "printed"), is(1));
    KAFKA.allow("printed", AclOperation.READ);

    KAFKA.succeed(KafkaWithRights.USER, "tail", "printed");
    assertThat(KAFKA.out().lines().count(), is(11L));

    assertThat(KAFKA.run(KafkaWithRights.USER, "tail", "printed", "--dlq"), is(1));
    KAFKA.allow("printed.dlq", AclOperation.READ);
    KAFKA.succeed(KafkaWithRights.USER, "tail", "printed", "--dlq");
  }

  private long deadLetters(String topic) throws IOException {
    KAFKA.succeed(KafkaWithRights.USER, "tail", topic, "--dlq");
    return KAFKA.out().lines().count();
  }

  private String[] api() {
    return new String[] {"--source=" + api.url(), "--users=100", "--seed=s"};
  }

  private String[] raw(String database, String... more) {
    List<String> options = new ArrayList<>(postgres.jobOptions(database));
    options.addAll(List.of(more));
    return options.toArray(new String[0]);
  }
}
