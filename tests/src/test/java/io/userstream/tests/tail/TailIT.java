package io.userstream.tests.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.tests.Core;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks what {@code userstream tail} prints and what it masks. */
public class TailIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Flow flow = Flow.on(SharedStack.get(), "tail").withSchemaRegistry();

  @Test
  public void usersAreJsonLinesInEveryFormat() throws Exception {
    flow.setUp("--partitions=1");
    User user = Publisher.user(1);
    int schemaId = publishOfEachKind(user);

    List<JsonNode> lines = tail("--show-personal-data");

    assertThat(lines, hasSize(4));
    assertThat(lines.get(0).path("format").asText(), is("json"));
    assertThat(lines.get(1).path("format").asText(), is("avro"));
    assertThat(lines.get(1).path("schemaId").asInt(), is(schemaId));
    assertThat(lines.get(1).path("user"), is(lines.get(0).path("user")));
    assertThat(lines.get(1).path("user").path("lastName").asText(), is(user.lastName()));
    assertThat(lines.get(2).path("erased").asBoolean(), is(true));
    assertThat(lines.get(2).path("id").asText(), is(user.id()));
    assertThat(lines.get(3).path("reason").asText(), is("malformed"));
    assertThat(lines.get(3).path("value").asText(), is("not a user"));
    for (int offset = 0; offset < 4; offset++) {
      assertThat(lines.get(offset).path("partition").asInt(), is(0));
      assertThat(lines.get(offset).path("offset").asInt(), is(offset));
    }
  }

  @Test
  public void personalDataIsMaskedByDefault() throws Exception {
    flow.setUp("--partitions=1");
    User user = Publisher.user(1);
    publishOfEachKind(user);

    List<JsonNode> lines = tail();

    for (JsonNode line : lines) {
      for (String personal :
          List.of(user.firstName(), user.lastName(), user.email(), user.phone(), "not a user")) {
        assertThat(line.toString(), not(containsString(personal)));
      }
    }
    assertThat(lines.get(0).path("user").path("id").asText(), is(user.id()));
    assertThat(lines.get(0).path("user").path("lastName").asText(), is("***"));
    assertThat(lines.get(0).path("user").path("seed").asText(), is(user.origin().seed()));
  }

  @Test
  @Category(Core.class)
  public void deadLettersCarryTheirOriginAndReason() throws Exception {
    flow.setUp("--partitions=1");
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 3).poison(7);
    }
    flow.storeAll("--runner=DirectRunner");

    List<JsonNode> hidden = tail("--dlq");
    List<JsonNode> shown = tail("--dlq", "--showPersonalData");

    assertThat(hidden, hasSize(1));
    JsonNode letter = hidden.get(0);
    assertThat(letter.path("origin").path("topic").asText(), is(flow.topic()));
    assertThat(letter.path("origin").path("topicId").asText().length(), is(22));
    assertThat(letter.path("origin").path("partition").asInt(), is(0));
    assertThat(letter.path("origin").path("offset").asInt(), is(3));
    assertThat(letter.path("reason").asText(), is("malformed"));
    assertThat(letter.path("attempt").isInt(), is(true));
    assertThat(letter.path("id").asText(), is(Publisher.id(7)));
    assertThat(letter.has("value"), is(false));
    assertThat(shown.get(0).path("value").asText(), is("not a user"));
  }

  @Test
  public void startsAtTheGivenPosition() throws Exception {
    flow.setUp("--partitions=1");
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 5).flush();
      long lastMs = flow.contents().records().get(4).timestamp();
      Await.until("the clock has advanced", LIMIT, () -> System.currentTimeMillis() > lastMs);
      publisher.users(5, 8);
    }
    Instant second = Instant.ofEpochMilli(flow.contents().records().get(5).timestamp());

    assertThat(tail("--from=end"), is(empty()));
    assertThat(tail("--from=" + second), hasSize(3));
    assertThat(tail("--from=1h"), hasSize(8));
    assertThat(tail("--from=" + Instant.now().plusSeconds(3_600)), is(empty()));
  }

  @Test
  public void followPrintsNewRecords() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        JobProcess tail = flow.start(JobCommand.jar(), "tail", "--follow")) {
      publisher.user(Publisher.user(1)).flush();
      Await.until("the first record is printed", LIMIT, () -> tail.out().lines().count() == 1);
      publisher.user(Publisher.user(2)).flush();
      Await.until("the second record is printed", LIMIT, () -> tail.out().lines().count() == 2);
      assertThat(tail.out(), containsString(Publisher.id(2)));
      assertThat(tail.isRunning(), is(true));
    }
  }

  @Test
  public void registryThatIsDownEndsTailWithOneLineAndReportsNoBrokenRecord() {
    flow.setUp("--partitions=1");
    User user = Publisher.user(1);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.send(user.id(), UserAvro.write(user, 1));
    }

    JobResult result =
        flow.run("tail", "--schemaRegistry=http://127.0.0.1:1", "--connectTimeout=1s");

    assertThat(result.exitCode(), is(1));
    assertThat(result.out(), is(""));
    assertThat(result.err().lines().toList(), hasSize(1));
    assertThat(
        result.err(),
        containsString("Schema registry at http://127.0.0.1:1: lookup of schema id 1 failed"));
  }

  /** Publishes a user as JSON, a user as Avro, a tombstone, and a record that is not a user. */
  private int publishOfEachKind(User user) {
    int schemaId = new AvroPublisher(flow).register(flow.topic() + "-value", UserAvro.SCHEMA).id();
    try (Publisher publisher = new Publisher(flow)) {
      publisher
          .user(user)
          .send(user.id(), UserAvro.write(user, schemaId))
          .erase(user.id())
          .send(user.id(), "not a user".getBytes(UTF_8));
    }
    return schemaId;
  }

  private List<JsonNode> tail(String... options) {
    JobResult result = flow.run("tail", options);
    assertThat(result.err(), result.exitCode(), is(0));
    return result.out().lines().map(TailIT::parsed).toList();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}
