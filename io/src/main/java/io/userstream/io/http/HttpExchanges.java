package io.userstream.io.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
 * Sends requests, each from the connect to the last byte of the answer under one time limit and one
 * limit of its size. Safe for use by several threads.
 */
public final class HttpExchanges {
  /**
   * Static, because a runner makes instances of a DoFn as it likes, and a JDK 17 client cannot be
   * closed: its selector thread and connections last until it is collected. One for each connect
   * timeout.
   */
  private static final Map<Duration, HttpClient> CLIENTS = new ConcurrentHashMap<>();

  private final HttpClient client;
  private final Duration requestTimeout;
  private final int maxBodyBytes;

  /**
   * Prepares to send.
   *
   * @param connectTimeout limit of the connection alone
   * @param requestTimeout limit of a request, from the connection to the end of the body
   * @param maxBodyBytes limit of a body, packed and unpacked
   */
  public HttpExchanges(Duration connectTimeout, Duration requestTimeout, int maxBodyBytes) {
    this.client = CLIENTS.computeIfAbsent(connectTimeout, HttpExchanges::newClient);
    this.requestTimeout = requestTimeout;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * A whole answer.
   *
   * @param body unpacked; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Answer(int status, byte[] body) {}

  /**
   * Sends a request and returns the whole answer.
   *
   * @throws IOException if there is no whole answer within the limits; the message says why
   */
  public Answer send(HttpRequest request) throws IOException, InterruptedException {
    // HttpRequest.timeout() ends with the headers; a body that never ends would be waited for.
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, head -> new LimitedBodySubscriber(maxBodyBytes));
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

  private byte[] unpacked(HttpResponse<byte[]> response) throws IOException {
    if (!response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
      return response.body();
    }
    try (GZIPInputStream body =
        new GZIPInputStream(new ByteArrayInputStream(response.body()), 1 << 16)) {
      byte[] unpacked = body.readNBytes(maxBodyBytes + 1);
      if (unpacked.length > maxBodyBytes) {
        throw new IOException("the body is longer than " + maxBodyBytes + " bytes");
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
        // A few requests, some of them large: nothing to multiplex.
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(connectTimeout)
        .build();
  }
}
