package io.userstream.tests.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.FlowContents;
import io.userstream.tests.flow.Publisher;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What can be asked of the flow and the recorded API, and done to them, one line each; the answer
 * is one JSON object on a line.
 *
 * <ul>
 *   <li>{@code contents}: the numbers of rows in the table, of dead letters, and of records and of
 *       different keys in the topic
 *   <li>{@code api}: the users that the API has handed out
 *   <li>{@code pace N}: the API hands out at most so many users a second from now on; {@code pace}
 *       alone: any
 *   <li>{@code poison N}: publishes so many records that cannot be read
 *   <li>{@code lose SEED}: deletes the row of a user of that seed, by hand, and tells its id
 * </ul>
 */
final class Questions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Flow flow;
  private final RecordedApi api;

  Questions(Flow flow, RecordedApi api) {
    this.flow = flow;
    this.api = api;
  }

  /** Answers; what goes wrong is an object with the member {@code error}. */
  String answer(String line) {
    List<String> words = List.of(line.strip().split(" +"));
    try {
      return json(answer(words.get(0), words.subList(1, words.size())));
    } catch (RuntimeException e) {
      return json(Map.of("error", line + ": " + e));
    }
  }

  private Map<String, Object> answer(String question, List<String> more) {
    switch (question) {
      case "contents":
        return contents();
      case "api":
        return Map.of("users", api.users());
      case "pace":
        api.pace(more.isEmpty() ? Long.MAX_VALUE : Long.parseLong(more.get(0)));
        return Map.of();
      case "poison":
        try (Publisher publisher = new Publisher(flow)) {
          for (int number = 0; number < Integer.parseInt(more.get(0)); number++) {
            publisher.poison(number);
          }
        }
        return Map.of();
      case "lose":
        String id =
            flow.contents().column("seed").entrySet().stream()
                .filter(row -> more.get(0).equals(row.getValue()))
                .findFirst()
                .orElseThrow()
                .getKey();
        flow.contents().execute("DELETE FROM " + flow.table() + " WHERE id = " + id);
        return Map.of("id", id);
      default:
        throw new IllegalArgumentException("no such question");
    }
  }

  private Map<String, Object> contents() {
    FlowContents contents = flow.contents();
    List<ConsumerRecord<byte[], byte[]>> records = contents.records();
    Set<String> keys = new HashSet<>();
    records.forEach(record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
    return Map.of(
        "rows", contents.countRows(),
        "records", records.size(),
        "keys", keys.size(),
        "deadLetters", contents.deadLetters().size());
  }

  private static String json(Map<String, Object> answer) {
    try {
      return JSON.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
