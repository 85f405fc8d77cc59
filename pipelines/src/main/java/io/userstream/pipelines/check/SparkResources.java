package io.userstream.pipelines.check;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * @param version of Spark on the master; empty if its page does not say it
 */
record SparkResources(int slots, long memoryMib, boolean fitsExecutor, Optional<String> version) {
  /** Spark's default. A client does not know another one. */
  private static final int PAGE_PORT = 8080;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int MAX_BODY_BYTES = 4 << 20;

  private static final Pattern VERSION =
      Pattern.compile("<span class=\"version\"[^>]{0,100}>([0-9][0-9A-Za-z.-]{0,40})</span>");

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
        JsonNode state = new ObjectMapper().readTree(page(http, host, "/json/"));
        String address = state.path("url").asText().replaceFirst("^spark://", "");
        if (!address.isEmpty()
            && master.contains(address)
            && state.path("status").asText().equals("ALIVE")) {
          return Optional.of(
              of(
                  state,
                  memoryMib(System.getProperty("spark.executor.memory", "1g")),
                  Integer.getInteger("spark.executor.cores", 1),
                  version(new String(page(http, host, "/"), UTF_8))));
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
   * @param version of Spark
   */
  static SparkResources of(
      JsonNode state, long executorMib, int executorCores, Optional<String> version) {
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
    return new SparkResources(slots, memoryMib, fits, version);
  }

  private static byte[] page(HttpExchanges http, String host, String path)
      throws IOException, InterruptedException {
    URI page = URI.create(String.format(Locale.ROOT, "http://%s:%d%s", host, PAGE_PORT, path));
    return http.send(HttpRequest.newBuilder(page).build()).body();
  }

  /** Returns the version in the heading of a page of Spark. */
  static Optional<String> version(String page) {
    Matcher version = VERSION.matcher(page);
    return version.find() ? Optional.of(version.group(1)) : Optional.empty();
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
