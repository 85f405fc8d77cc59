package io.userstream.io.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.io.http.HttpExchanges;
import io.userstream.io.http.HttpRoute;
import io.userstream.io.http.ShownText;
import io.userstream.io.http.TlsRefusedException;
import io.userstream.runloop.servers.LoginRefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import javax.annotation.Nullable;

/** Sends requests to a registry. Thread-safe. */
final class RegistryHttp {
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** From connecting to the last byte. A response has a few kilobytes. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  /** A schema has a few kilobytes, and a list of versions less. */
  private static final int MAX_BODY_BYTES = 2 << 20;

  /** Long enough for a phrase that denies access after the name of a subject. */
  private static final int MAX_MESSAGE = 2_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryConnection connection;
  private final RegistryClient.Transport transport;

  RegistryHttp(RegistryConnection connection, RegistryClient.Transport transport) {
    this.connection = connection;
    this.transport = transport;
  }

  /** Returns the transport over the network. */
  static RegistryClient.Transport transport(RegistryConnection connection) {
    return new HttpExchanges(
            new HttpRoute(connection.tls(), null), CONNECT_TIMEOUT, REQUEST_TIMEOUT, MAX_BODY_BYTES)
        ::send;
  }

  /**
   * The response of a registry.
   *
   * @param body JSON; a missing node for anything else, such as a proxy's page
   * @param firstLine the first line of the body
   */
  record Answer(int status, JsonNode body, String firstLine) {
    /**
     * Returns the registry's error code, which is more precise than the status, or 0 if there is
     * none.
     */
    int errorCode() {
      return body.path("error_code").asInt(0);
    }

    /** Returns the registry's error message on one line, or else the first line of the body. */
    String message() {
      String message = ShownText.of(body.path("message").asText(""), MAX_MESSAGE);
      message = message.replaceAll("\\s+", " ");
      return message.isBlank() ? firstLine : message;
    }
  }

  /**
   * Sends a request and returns the response.
   *
   * @param json the request body, or null
   * @throws LoginRefusedException if the certificates of both sides do not fit
   * @throws IOException if there is no complete response in time
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
    try {
      HttpExchanges.Answer answer = transport.send(request.build());
      return new Answer(answer.status(), parsed(answer.body()), answer.firstLine());
    } catch (TlsRefusedException e) {
      throw new LoginRefusedException(connection + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private static JsonNode parsed(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
