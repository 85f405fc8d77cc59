package io.userstream.io.randomuser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * One GET request, from the connect to the last byte of the body under one time limit. Safe for use
 * by several threads.
 */
final class HttpGet {
  /** A page of 5000 users is 5.4 MB; ten times that is no page. */
  private static final int MAX_BODY_BYTES = 64 << 20;

  /**
   * Static, because a runner makes instances of a DoFn as it likes, and a JDK 17 client cannot be
   * closed: its selector thread and connections last until it is collected. One per connect
   * time-out, so in practice one per JVM.
   */
  private static final Map<Duration, HttpClient> CLIENTS = new ConcurrentHashMap<>();

  private final HttpClient client;
  private final Duration requestTimeout;

  HttpGet(Duration connectTimeout, Duration requestTimeout) {
    this.client = CLIENTS.computeIfAbsent(connectTimeout, HttpGet::newClient);
    this.requestTimeout = requestTimeout;
  }

  /** The status and the whole body, unpacked. */
  static final class Answer {
    private final int status;
    private final byte[] body;

    private Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    /** Not copied: for the one reader of this answer. */
    byte[] body() {
      return body;
    }
  }

  /**
   * Gets the whole answer.
   *
   * @throws IOException when there is none, or not all of it, within the request time-out
   */
  Answer get(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json")
            .header("Accept-Encoding", "gzip")
            .build();
    // HttpRequest.timeout() ends with the headers; a body that never ends would be waited for.
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, head -> new LimitedBodySubscriber(MAX_BODY_BYTES));
    try {
      HttpResponse<byte[]> response =
          exchange.get(requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), unpacked(response));
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + requestTimeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e.getCause());
    } finally {
      // Closes the connection of an exchange that was not finished; of no effect on others.
      exchange.cancel(true);
    }
  }

  private static byte[] unpacked(HttpResponse<byte[]> response) throws IOException {
    if (!response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
      return response.body();
    }
    try (GZIPInputStream body =
        new GZIPInputStream(new ByteArrayInputStream(response.body()), 1 << 16)) {
      byte[] unpacked = body.readNBytes(MAX_BODY_BYTES + 1);
      if (unpacked.length > MAX_BODY_BYTES) {
        throw new IOException("the body is longer than " + MAX_BODY_BYTES + " bytes");
      }
      return unpacked;
    }
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static HttpClient newClient(Duration connectTimeout) {
    return HttpClient.newBuilder()
        // The API is asked for a few large pages: nothing to multiplex.
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(connectTimeout)
        .build();
  }
}
