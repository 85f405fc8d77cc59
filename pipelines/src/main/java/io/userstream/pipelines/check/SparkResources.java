package io.userstream.pipelines.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.io.http.HttpExchanges;
import io.userstream.io.http.HttpRoute;
import io.userstream.io.tls.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The free resources of a standalone Spark cluster, from the page of its master. Immutable.
 *
 * @param slots free cores of all workers
 * @param memoryMib free memory of all workers
 * @param fitsExecutor whether a worker has enough of both for an executor of this job
 */
record SparkResources(int slots, long memoryMib, boolean fitsExecutor) {
  /** Spark's default. A client does not know another one. */
  private static final int PAGE_PORT = 8080;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int MAX_BODY_BYTES = 4 << 20;

  private static final Pattern MEMORY = Pattern.compile("(\\d+)([mgt]?)b?");

  /**
   * Asks the pages of the masters.
   *
   * @return empty if no page responds, or it is that of another cluster
   */
  static Optional<SparkResources> ask(String master, List<String> hosts)
      throws InterruptedException {
    HttpExchanges http =
        new HttpExchanges(
            new HttpRoute(TlsSettings.defaults("spark"), null),
            CONNECT_LIMIT,
            LIMIT,
            MAX_BODY_BYTES);
    for (String host : hosts) {
      try {
        URI page = URI.create(String.format(Locale.ROOT, "http://%s:%d/json/", host, PAGE_PORT));
        JsonNode state =
            new ObjectMapper().readTree(http.send(HttpRequest.newBuilder(page).build()).body());
        String address = state.path("url").asText().replaceFirst("^spark://", "");
        if (!address.isEmpty()
            && master.contains(address)
            && state.path("status").asText().equals("ALIVE")) {
          return Optional.of(
              of(
                  state,
                  memoryMib(System.getProperty("spark.executor.memory", "1g")),
                  Integer.getInteger("spark.executor.cores", 1)));
        }
      } catch (IOException | IllegalArgumentException e) {
        // The page is optional.
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the page of a master.
   *
   * @param executorMib memory of an executor
   * @param executorCores cores of an executor, at least
   */
  static SparkResources of(JsonNode state, long executorMib, int executorCores) {
    int slots = 0;
    long memoryMib = 0;
    boolean fits = false;
    for (JsonNode worker : state.path("workers")) {
      if (worker.path("state").asText().equals("ALIVE")) {
        int cores = worker.path("coresfree").asInt();
        long free = worker.path("memoryfree").asLong();
        slots += cores;
        memoryMib += free;
        fits |= cores >= executorCores && free >= executorMib;
      }
    }
    return new SparkResources(slots, memoryMib, fits);
  }

  /** Parses a size as Spark does, in which a number without a unit is in MiB. */
  static long memoryMib(String size) {
    Matcher parts = MEMORY.matcher(size.trim().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a size in m, g or t: " + size);
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "g" -> number << 10;
      case "t" -> number << 20;
      default -> number;
    };
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d slots and %d MiB are free", slots, memoryMib);
  }
}
