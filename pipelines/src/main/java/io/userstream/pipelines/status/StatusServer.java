package io.userstream.pipelines.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link StatusSource}: {@code /} for people, {@code /metrics} for Prometheus, {@code
 * /livez} and {@code /readyz} for probes. Its threads are daemons.
 */
public final class StatusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

  /**
   * Maximum number of concurrent requests. An unfinished request occupies a thread until its time
   * limit, so there are more threads than scrapers and open pages.
   */
  static final int MAX_THREADS = 32;

  /** Time limit for receiving a request, from the connection to its end. */
  static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);

  /** Time limit for sending a response. */
  private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(10);

  private static final Duration IDLE_THREAD_LIMIT = Duration.ofSeconds(30);

  static {
    // The JDK's server has no time limits by default, and reads them once per JVM.
    setUnlessGiven("sun.net.httpserver.maxReqTime", REQUEST_LIMIT);
    setUnlessGiven("sun.net.httpserver.maxRspTime", RESPONSE_LIMIT);
  }

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final ImmutableMap<String, Resource> PAGE =
      ImmutableMap.of(
          "/", Resource.of("page.html", "text/html; charset=utf-8"),
          "/page.css", Resource.of("page.css", "text/css; charset=utf-8"),
          "/page.js", Resource.of("page.js", "text/javascript; charset=utf-8"));

  private final HttpServer server;
  private final ExecutorService threads;
  private final StatusLogin login;
  private final StatusSource source;

  private StatusServer(HttpServer server, StatusLogin login, StatusSource source) {
    this.server = server;
    this.login = login;
    this.source = source;
    this.threads = newThreads();
  }

  private static void setUnlessGiven(String property, Duration limit) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Long.toString(limit.toSeconds()));
    }
  }

  private static ExecutorService newThreads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_THREAD_LIMIT.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new ThreadFactoryBuilder().setNameFormat("status-%d").setDaemon(true).build());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * Starts the server.
   *
   * @param endpoint port 0 picks a free port
   * @throws io.userstream.runloop.servers.ServerException with one line if the address cannot be
   *     used
   */
  public static StatusServer start(StatusEndpoint endpoint, StatusSource source) {
    StatusServer status = new StatusServer(StatusListener.bind(endpoint), endpoint.login(), source);
    status.server.createContext("/", status::answer);
    status.server.setExecutor(status.threads);
    status.server.start();
    LOG.info("serving the status page, metrics and probes at {}", status.url());
    endpoint.warning().ifPresent(warning -> LOG.warn("{}", warning));
    return status;
  }

  /** Returns the URL of the page as seen from this machine. */
  public String url() {
    return url(server instanceof HttpsServer ? "https" : "http", server.getAddress());
  }

  static String url(String scheme, InetSocketAddress address) {
    return scheme
        + "://"
        + HostAndPort.fromParts(
            address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString(),
            address.getPort())
        + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
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
          case "/livez" -> probe(exchange, source.notLive());
          case "/readyz" -> probe(exchange, source.notReady());
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
      probe(exchange, source.notLive().map(reason -> "not live"));
    } else if (login.openProbes() && path.equals("/readyz")) {
      probe(exchange, source.notReady().map(reason -> "not ready"));
    } else {
      exchange.getResponseHeaders().set("WWW-Authenticate", login.challenge());
      send(exchange, 401, TEXT, "a login is required\n".getBytes(UTF_8));
    }
  }

  private static void probe(HttpExchange exchange, Optional<String> problem) throws IOException {
    send(
        exchange,
        problem.isEmpty() ? 200 : 503,
        TEXT,
        (problem.orElse("ok") + "\n").getBytes(UTF_8));
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

  /** Stops the server immediately. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
