package io.userstream.pipelines.deadletters;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableListMultimap;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/** The query of an address: parameters by name, each with any number of values. Immutable. */
final class QueryString {
  /** Longer than any selection of a person. */
  private static final int MAX_LENGTH = 4_000;

  private final ImmutableListMultimap<String, String> parameters;

  private QueryString(ImmutableListMultimap<String, String> parameters) {
    this.parameters = parameters;
  }

  /**
   * Decodes a query. Parameters without a value, such as empty fields of a form, do not count.
   *
   * @throws IllegalArgumentException if it is too long or not encoded correctly
   */
  static QueryString parse(@Nullable String query) {
    ImmutableListMultimap.Builder<String, String> parameters = ImmutableListMultimap.builder();
    if (query != null) {
      if (query.length() > MAX_LENGTH) {
        throw new IllegalArgumentException("the address is too long");
      }
      for (String part : Splitter.on('&').omitEmptyStrings().split(query)) {
        List<String> pair = Splitter.on('=').limit(2).splitToList(part);
        String value = pair.size() < 2 ? "" : decoded(pair.get(1)).strip();
        if (!value.isEmpty()) {
          parameters.put(decoded(pair.get(0)), value);
        }
      }
    }
    return new QueryString(parameters.build());
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the address is not encoded correctly", e);
    }
  }

  ImmutableListMultimap<String, String> parameters() {
    return parameters;
  }

  /** Returns the values of a parameter, of which each can be a comma-separated list. */
  List<String> list(String name) {
    return parameters.get(name).stream()
        .flatMap(value -> Splitter.on(',').trimResults().omitEmptyStrings().splitToStream(value))
        .toList();
  }

  /** Returns an address with a query. */
  static String address(String path, ImmutableListMultimap<String, String> parameters) {
    return parameters.isEmpty()
        ? path
        : parameters.entries().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&", path + "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
