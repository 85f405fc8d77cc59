package io.userstream.io.cassandra;

import com.google.auto.value.AutoValue;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** On how many nodes a keyspace keeps each row. Immutable. */
@AutoValue
public abstract class KeyspaceReplication {
  /** What a CQL replication map holds: {@code class}, then its parameters. */
  public abstract ImmutableMap<String, String> parameters();

  /**
   * Reads the short form: a number for a cluster of one data centre ({@code 3}, SimpleStrategy), or
   * a number for each data centre ({@code dc1:3,dc2:3}, NetworkTopologyStrategy).
   *
   * @throws IllegalArgumentException with what is wrong with it, in a few words
   */
  public static KeyspaceReplication parse(String text) {
    ImmutableMap.Builder<String, String> parameters = ImmutableMap.builder();
    if (text.indexOf(':') < 0) {
      parameters.put("class", "SimpleStrategy");
      parameters.put("replication_factor", copies(text));
    } else {
      parameters.put("class", "NetworkTopologyStrategy");
      for (String part : Splitter.on(',').trimResults().split(text)) {
        List<String> dcAndCopies = Splitter.on(':').trimResults().splitToList(part);
        if (dcAndCopies.size() != 2 || !dcAndCopies.get(0).matches("[A-Za-z0-9_.-]+")) {
          throw new IllegalArgumentException(
              "\"" + part + "\" is not a data centre and its number of copies, as in dc1:3");
        }
        parameters.put(dcAndCopies.get(0), copies(dcAndCopies.get(1)));
      }
    }
    return new AutoValue_KeyspaceReplication(parameters.buildOrThrow());
  }

  /** The replication of a keyspace as the driver reports it. */
  public static KeyspaceReplication of(Map<String, String> parameters) {
    return new AutoValue_KeyspaceReplication(
        parameters.entrySet().stream()
            .collect(
                ImmutableMap.toImmutableMap(
                    Map.Entry::getKey,
                    // The server reports strategies by their full class name.
                    entry -> entry.getValue().substring(entry.getValue().lastIndexOf('.') + 1))));
  }

  /** Returns the CQL map, as in {@code {'class': 'SimpleStrategy', 'replication_factor': '1'}}. */
  public String toCql() {
    return parameters().entrySet().stream()
        .map(entry -> String.format("'%s': '%s'", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String copies(String text) {
    if (!text.matches("[1-9][0-9]?")) {
      throw new IllegalArgumentException("\"" + text + "\" is not a number of copies from 1 to 99");
    }
    return text;
  }
}
