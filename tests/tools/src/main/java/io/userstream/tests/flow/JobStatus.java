package io.userstream.tests.flow;

import io.userstream.tests.stack.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the status of a job by HTTP, like Prometheus and probes. */
public final class JobStatus {
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = FreePorts.next();

  /** Returns the option that makes a job serve its status. */
  public String option() {
    return "--statusAddress=127.0.0.1:" + port;
  }

  /** Returns its address. */
  public String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** Returns status code and text of the readiness probe, as in {@code 503 waiting for Kafka}. */
  public String readiness() {
    HttpResponse<String> answer = get("readyz");
    return answer.statusCode() + " " + answer.body().strip();
  }

  /** Returns the value of a series, named with its labels as they are served. */
  public double metric(String series) {
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$")
            .matcher(get("metrics").body());
    if (!line.find()) {
      throw new IllegalStateException("missing series " + series);
    }
    return line.group(1).equals("+Inf")
        ? Double.POSITIVE_INFINITY
        : Double.parseDouble(line.group(1));
  }

  /** Returns the sum of a metric over all its labels. */
  public double sum(String name) {
    return Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$")
        .matcher(get("metrics").body())
        .results()
        .mapToDouble(line -> Double.parseDouble(line.group(1)))
        .sum();
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(url() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
