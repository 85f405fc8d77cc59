package io.userstream.pipelines.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests with a {@link StatusSource}: {@code /} for people, {@code /metrics} for
 * Prometheus, {@code /livez} and {@code /readyz} for probes. Thread-safe.
 */
public final class StatusPages implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StatusPages.class);

  private static final String OK = "ok";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final ImmutableMap<String, Resource> PAGE =
      ImmutableMap.of(
          "/", Resource.of("page.html", "text/html; charset=utf-8"),
          "/page.css", Resource.of("page.css", "text/css; charset=utf-8"),
          "/page.js", Resource.of("page.js", "text/javascript; charset=utf-8"));

  private final StatusLogin login;
  private final StatusSource source;

  /**
   * Creates a handler.
   *
   * @param endpoint says who may read
   */
  public StatusPages(StatusEndpoint endpoint, StatusSource source) {
    this.login = endpoint.login();
    this.source = source;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!login.accepts(exchange.getRequestHeaders().getFirst("Authorization"))) {
        refuse(exchange, path);
      } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, TEXT, "only GET and HEAD are supported\n".getBytes(UTF_8));
      } else if (PAGE.containsKey(path)) {
        send(exchange, 200, PAGE.get(path).type(), PAGE.get(path).content());
      } else {
        switch (path) {
          case "/metrics" -> send(exchange, 200, METRICS, source.metrics().getBytes(UTF_8));
          case "/status.json" ->
              send(exchange, 200, "application/json", JSON.writeValueAsBytes(source.page()));
          case "/livez" -> probe(exchange, source.notLive(), OK);
          case "/readyz" -> probe(exchange, source.notReady(), source.note().orElse(OK));
          default -> send(exchange, 404, TEXT, "not found\n".getBytes(UTF_8));
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("request for {} failed: {}", exchange.getRequestURI().getPath(), e.toString());
      throw e;
    }
  }

  /** The reasons of a probe name servers, so they need a login. */
  private void refuse(HttpExchange exchange, String path) throws IOException {
    if (login.openProbes() && path.equals("/livez")) {
      probe(exchange, source.notLive().map(reason -> "not live"), OK);
    } else if (login.openProbes() && path.equals("/readyz")) {
      probe(exchange, source.notReady().map(reason -> "not ready"), OK);
    } else {
      exchange.getResponseHeaders().set("WWW-Authenticate", login.challenge());
      send(exchange, 401, TEXT, "a login is required\n".getBytes(UTF_8));
    }
  }

  private static void probe(HttpExchange exchange, Optional<String> problem, String otherwise)
      throws IOException {
    send(
        exchange,
        problem.isEmpty() ? 200 : 503,
        TEXT,
        (problem.orElse(otherwise) + "\n").getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    Map<String, String> headers =
        ImmutableMap.of(
            "Content-Type", type,
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            // No outside sources and no inline scripts.
            "Content-Security-Policy", "default-src 'self'; img-src data:");
    headers.forEach(exchange.getResponseHeaders()::set);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isHead ? -1 : content.length);
    if (!isHead) {
      exchange.getResponseBody().write(content);
    }
  }
}
