package io.userstream.pipelines.deadletters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.deadletters.NewestDeadLetters;
import io.userstream.io.deadletters.NewestDeadLetters.Newest;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.pipelines.status.StatusPage;
import io.userstream.pipelines.status.StatusPage.Answer;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.annotation.Nullable;

/**
 * The dead letter browser: {@code /dead-letters} for people and {@code /dead-letters.json} for
 * programs. Reads the topic only when somebody asks. Thread-safe.
 */
public final class DeadLetterBrowser implements AutoCloseable {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAVAILABLE = 503;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DeadLetterView.Target target;
  private final DeadLetterCache letters;
  private final Clock clock;

  private DeadLetterBrowser(
      DeadLetterView.Target target, Supplier<Newest> reader, Ticker ticker, Clock clock) {
    this.target = target;
    this.letters = new DeadLetterCache(reader, ticker);
    this.clock = clock;
  }

  /** Opens a browser of the dead letters of a topic. Asks no server before somebody asks for it. */
  public static DeadLetterBrowser of(UsersTopic topic, RedriveCommand redrive) {
    return of(
        topic.name(),
        topic.deadLetters(),
        redrive,
        () ->
            NewestDeadLetters.read(
                topic.deadLetters(), topic.clientProperties(), NewestDeadLetters.Limits.OF_A_PAGE),
        Clock.systemUTC());
  }

  /**
   * Opens a browser.
   *
   * @param reader throws {@link ServerException} with the reason if it cannot read
   */
  public static DeadLetterBrowser of(
      String usersTopic,
      String deadLetterTopic,
      RedriveCommand redrive,
      Supplier<Newest> reader,
      Clock clock) {
    return new DeadLetterBrowser(
        new DeadLetterView.Target(usersTopic, deadLetterTopic, redrive),
        reader,
        Ticker.systemTicker(),
        clock);
  }

  /** Returns the pages by their paths. */
  public Map<String, StatusPage> pages() {
    return ImmutableMap.of(
        "/" + PageHtml.PATH, this::html, "/" + PageHtml.PATH + ".json", this::json);
  }

  private Answer html(@Nullable String address) {
    DeadLetterQuery query = DeadLetterQuery.parse(address, clock.instant());
    if (!query.problems().isEmpty()) {
      return Answer.html(BAD_REQUEST, DeadLetterPage.problem(query.problems()));
    }
    try {
      return Answer.html(OK, DeadLetterPage.of(query, view(query), target.usersTopic()));
    } catch (ServerException e) {
      return Answer.html(UNAVAILABLE, DeadLetterPage.problem(List.of(e.getMessage())));
    }
  }

  private Answer json(@Nullable String address) throws IOException {
    DeadLetterQuery query = DeadLetterQuery.parse(address, clock.instant());
    if (!query.problems().isEmpty()) {
      return json(BAD_REQUEST, Map.of("problems", query.problems()));
    }
    try {
      return json(OK, view(query));
    } catch (ServerException e) {
      return json(UNAVAILABLE, Map.of("problems", List.of(e.getMessage())));
    }
  }

  private static Answer json(int status, Object content) throws IOException {
    return Answer.json(status, JSON.writeValueAsString(content));
  }

  private DeadLetterView view(DeadLetterQuery query) {
    Newest newest = letters.get();
    Instant now = clock.instant();
    return DeadLetterView.of(newest, query, target, now);
  }

  @Override
  public void close() {
    letters.close();
  }
}
