package io.userstream.io.cassandra;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The replication of a keyspace. Immutable.
 *
 * @param parameters the entries of the CQL replication map: {@code class}, followed by its
 *     parameters
 */
public record KeyspaceReplication(ImmutableMap<String, String> parameters) {
  /**
   * Parses the short form: the number of replicas ({@code 3}, SimpleStrategy), or the number of
   * replicas per data center ({@code dc1:3,dc2:3}, NetworkTopologyStrategy).
   *
   * @throws IllegalArgumentException with a short description of the problem
   */
  public static KeyspaceReplication parse(String text) {
    ImmutableMap.Builder<String, String> parameters = ImmutableMap.builder();
    if (text.indexOf(':') < 0) {
      parameters.put("class", "SimpleStrategy");
      parameters.put("replication_factor", replicas(text));
    } else {
      parameters.put("class", "NetworkTopologyStrategy");
      for (String part : Splitter.on(',').trimResults().split(text)) {
        List<String> dcAndReplicas = Splitter.on(':').trimResults().splitToList(part);
        if (dcAndReplicas.size() != 2 || !dcAndReplicas.get(0).matches("[A-Za-z0-9_.-]+")) {
          throw new IllegalArgumentException(
              "\"" + part + "\" must be a data center and its number of replicas, like dc1:3");
        }
        parameters.put(dcAndReplicas.get(0), replicas(dcAndReplicas.get(1)));
      }
    }
    return new KeyspaceReplication(parameters.buildOrThrow());
  }

  /** Returns the replication for parameters from the driver's metadata. */
  public static KeyspaceReplication of(Map<String, String> parameters) {
    return new KeyspaceReplication(
        parameters.entrySet().stream()
            .collect(
                ImmutableMap.toImmutableMap(
                    Map.Entry::getKey,
                    // The server reports fully qualified class names of strategies.
                    entry -> entry.getValue().substring(entry.getValue().lastIndexOf('.') + 1))));
  }

  /** Returns the CQL map, like {@code {'class': 'SimpleStrategy', 'replication_factor': '1'}}. */
  public String toCql() {
    return parameters.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "'%s': '%s'", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String replicas(String text) {
    if (!text.matches("[1-9][0-9]?")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" must be a number of replicas from 1 to 99");
    }
    return text;
  }
}
