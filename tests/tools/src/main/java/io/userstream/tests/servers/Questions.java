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
 * Answers requests about the flow and the recorded API, and changes them. A request is one line,
 * and the response is one JSON object on a line.
 *
 * <ul>
 *   <li>{@code contents}: the numbers of rows in the table, of dead letters, and of records and of
 *       distinct keys in the topic
 *   <li>{@code api}: the number of users that the API has returned
 *   <li>{@code pace N}: limits the API to N users per second; without N, removes the limit
 *   <li>{@code poison N}: publishes N unreadable records
 *   <li>{@code lose SEED}: deletes the row of a user of the seed, and returns its id
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

  /** Answers a request. Returns an object with the member {@code error} if it fails. */
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
        throw new IllegalArgumentException("unknown request");
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
