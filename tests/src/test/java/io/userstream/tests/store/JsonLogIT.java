package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks the log in JSON format. */
@Category(OnSpark.class)
public class JsonLogIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Flow flow = Flow.on(SharedStack.get(), "json");

  @Test
  public void eachRunIsOneLineWithItsNumbers() {
    flow.setUp();
    publish(0, 2_000);
    try (JobProcess job =
        flow.start("store", "--logFormat=json", "--until=drained", "--maxRunRecords=500")) {
      assertThat(job.output(), job.awaitEnd(LIMIT), is(0));

      List<JsonNode> runs = lines(job).stream().filter(line -> line.has("outcome")).toList();

      assertThat(runs.stream().mapToLong(run -> run.get("records").asLong()).sum(), is(2_000L));
      Matcher summary = Pattern.compile("runs=(\\d+)").matcher(job.out());
      assertThat(job.out(), summary.find(), is(true));
      assertThat(runs.size(), is(Integer.parseInt(summary.group(1))));
      assertThat(
          runs.stream().map(run -> run.get("run").asText()).distinct().count(),
          is((long) runs.size()));
      for (JsonNode run : runs) {
        assertThat(run.get("outcome").asText(), is("done"));
        assertThat(run.get("log.level").asText(), is("INFO"));
        assertThat(run.get("attempt").asText(), is("1"));
        assertThat(run.get("seconds").asDouble(), is(greaterThan(0.0)));
      }
    }
  }

  @Test
  public void failedAttemptAndTheEndOfTheJobAreLinesToo() {
    flow.setUp();
    try (JobProcess job = flow.start("store", "--logFormat=json")) {
      publish(0, 100);
      Await.until("the record is stored", LIMIT, () -> flow.contents().countRows() == 100);
      flow.contents().execute("DROP TABLE " + flow.table());
      publish(100, 200);
      assertThat(job.output(), job.awaitEnd(LIMIT), is(1));

      List<JsonNode> lines = lines(job);

      JsonNode failed =
          lines.stream()
              .filter(line -> line.path("outcome").asText().equals("failed"))
              .reduce((first, second) -> second)
              .orElseThrow();
      assertThat(failed.get("run").asText().isEmpty(), is(false));
      JsonNode last = lines.get(lines.size() - 1);
      assertThat(last.get("log.level").asText(), is("ERROR"));
      assertThat(last.get("message").asText(), containsString("userstream store: "));
      assertThat(last.get("message").asText(), containsString(flow.table()));
    }
  }

  /** Returns the lines that the job wrote to stderr after it had read its options. */
  private static List<JsonNode> lines(JobProcess job) {
    return job.err()
        .lines()
        // Spark writes these lines before the job starts.
        .dropWhile(line -> !line.startsWith("{"))
        .map(JsonLogIT::parse)
        .toList();
  }

  private static JsonNode parse(String line) {
    try {
      JsonNode object = JSON.readTree(line);
      if (!object.isObject()) {
        throw new AssertionError("not an object: " + line);
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private void publish(long from, long to) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(from, to);
    }
  }
}
