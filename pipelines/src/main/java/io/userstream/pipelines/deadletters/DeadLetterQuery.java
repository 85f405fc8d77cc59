package io.userstream.pipelines.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.userstream.io.deadletters.DeadLetterEntry;
import io.userstream.io.kafka.SelectedOffsets;
import io.userstream.io.options.PointInTime;
import io.userstream.model.UserRecordDecoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * What a viewer asks for. The parameters of the address have the names and formats of {@code
 * redrive}'s options. Immutable.
 *
 * @param span over which reasons are counted
 * @param problems with the address, in one line each; they do not repeat its values
 */
record DeadLetterQuery(Selection selection, Span span, List<String> problems) {
  static final String REASON = "reason";
  static final String FROM = "from";
  static final String TO = "to";
  static final String OFFSETS = "offsets";
  static final String KEY = "key";
  static final String SPAN = "span";

  private static final Set<String> NAMES = Set.of(REASON, FROM, TO, OFFSETS, KEY, SPAN);

  DeadLetterQuery {
    problems = List.copyOf(problems);
  }

  /**
   * Reads a query. With problems, selects everything.
   *
   * @param now the time before which durations count
   */
  static DeadLetterQuery parse(@Nullable String query, Instant now) {
    try {
      return new Reader(QueryString.parse(query), now).read();
    } catch (IllegalArgumentException e) {
      return new DeadLetterQuery(Selection.ALL, Span.DAY, List.of(e.getMessage()));
    }
  }

  /** Returns the parameters of an address for another selection. */
  ImmutableListMultimap<String, String> parameters(Selection other) {
    return parameters(other, span);
  }

  /** Returns the parameters of an address for another time over which reasons are counted. */
  ImmutableListMultimap<String, String> parameters(Span other) {
    return parameters(selection, other);
  }

  private static ImmutableListMultimap<String, String> parameters(Selection selection, Span span) {
    ImmutableListMultimap.Builder<String, String> parameters =
        ImmutableListMultimap.<String, String>builder().putAll(selection.parameters());
    if (span != Span.DAY) {
      parameters.put(SPAN, span.code());
    }
    return parameters.build();
  }

  private static final class Reader {
    private final QueryString query;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();

    Reader(QueryString query, Instant now) {
      this.query = query;
      this.now = now;
    }

    DeadLetterQuery read() {
      if (!NAMES.containsAll(query.parameters().keySet())) {
        problems.add("unknown parameter: use reason, from, to, offsets, key or span");
      }
      Optional<Instant> from = one(FROM, this::time);
      Optional<Instant> to = one(TO, this::time);
      if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
        problems.add("to: must be later than from");
      }
      Selection selection =
          new Selection(
              each(REASON, DeadLetterQuery::reason),
              from.orElse(null),
              to.orElse(null),
              one(OFFSETS, SelectedOffsets::parse).orElse(ImmutableSortedMap.of()),
              each(KEY, DeadLetterQuery::key));
      Span span = one(SPAN, DeadLetterQuery::span).orElse(Span.DAY);
      return new DeadLetterQuery(problems.isEmpty() ? selection : Selection.ALL, span, problems);
    }

    /** A duration is cut to seconds, for a readable command. */
    private Instant time(String text) {
      Instant time = PointInTime.parse(text, now);
      return text.contains("T") ? time : time.truncatedTo(ChronoUnit.SECONDS);
    }

    private <T> Optional<T> one(String name, Function<String, T> parser) {
      List<String> values = query.parameters().get(name);
      if (values.size() > 1) {
        problems.add(name + ": must be given once");
      }
      return values.isEmpty() ? Optional.empty() : parsed(name, values.get(0), parser);
    }

    private ImmutableSortedSet<String> each(String name, Function<String, String> parser) {
      ImmutableSortedSet.Builder<String> found = ImmutableSortedSet.naturalOrder();
      query.list(name).forEach(value -> parsed(name, value, parser).ifPresent(found::add));
      return found.build();
    }

    private <T> Optional<T> parsed(String name, String value, Function<String, T> parser) {
      try {
        return Optional.of(parser.apply(value));
      } catch (IllegalArgumentException e) {
        String problem = name + ": " + e.getMessage();
        if (!problems.contains(problem)) {
          problems.add(problem);
        }
        return Optional.empty();
      }
    }
  }

  private static String reason(String text) {
    if (!DeadLetterEntry.isReason(text)) {
      throw new IllegalArgumentException("must be a code such as malformed");
    }
    return text;
  }

  /** Other keys can be personal data, which is neither shown nor searched here. */
  private static String key(String text) {
    String id = UserRecordDecoder.idOf(text.getBytes(UTF_8));
    if (id == null) {
      throw new IllegalArgumentException("must be a uuid. Give other keys to redrive only");
    }
    return id;
  }

  private static Span span(String text) {
    return Arrays.stream(Span.values())
        .filter(span -> span.code().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Arrays.stream(Span.values())
                        .map(Span::code)
                        .collect(Collectors.joining(", ", "must be one of ", ""))));
  }
}
