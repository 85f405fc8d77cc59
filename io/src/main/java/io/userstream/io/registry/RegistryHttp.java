package io.userstream.io.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nullable;

/** One request to a registry, and its answer. Safe for use by several threads. */
final class RegistryHttp {
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** From the connect to the last byte. An answer is some kilobytes. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Static, because a runner makes lookups as it likes, and a JDK 17 client cannot be closed: its
   * threads and connections last until it is collected.
   */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryConnection connection;

  RegistryHttp(RegistryConnection connection) {
    this.connection = connection;
  }

  /**
   * What a registry answered.
   *
   * @param body JSON; a missing node for anything else, as a proxy's page is
   */
  record Answer(int status, JsonNode body) {
    /** The registry's own code of an error, more exact than the status; 0 when it gave none. */
    int errorCode() {
      return body.path("error_code").asInt(0);
    }

    /** What the registry says of an error, in one line. */
    String message() {
      return body.path("message").asText("no reason given").replaceAll("\\s+", " ");
    }
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param json the body, or null for none
   * @throws IOException when there is no whole answer in time
   */
  Answer send(String method, String path, @Nullable JsonNode json) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(connection.uri(path))
            .header("Accept", MEDIA_TYPE + ", application/json")
            .method(
                method,
                json == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json.toString()));
    if (json != null) {
      request.header("Content-Type", MEDIA_TYPE);
    }
    connection.authorization().ifPresent(login -> request.header("Authorization", login));
    // HttpRequest.timeout() ends with the headers; a body that never ends would be waited for.
    CompletableFuture<HttpResponse<byte[]>> exchange =
        CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    try {
      HttpResponse<byte[]> response =
          exchange.get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), parsed(response.body()));
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + REQUEST_TIMEOUT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("no answer: " + reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      exchange.cancel(true); // Closes the connection of an exchange that was not finished.
    }
  }

  private static JsonNode parsed(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
