package io.userstream.tests.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;

/**
 * A node of a registry cluster that lags behind the others: an HTTP proxy on loopback that reports
 * a schema as unknown for the first requests, and forwards all other requests to a real registry.
 * It can also deny access and hide subjects.
 *
 * <pre>{@code
 * try (LaggingRegistry lagging = LaggingRegistry.before(stack.schemaRegistry().url())) {
 *   lagging.hideSchemas(2); // the first two requests for each id find nothing
 *   flow.run("store", "--schemaRegistry=" + lagging.url());
 * }
 * }</pre>
 *
 * Thread-safe.
 */
public final class LaggingRegistry implements AutoCloseable {
  private static final String SCHEMA = "/schemas/ids/";
  private static final String SUBJECT = "/subjects/";

  /** Forwarded headers. The others belong to one connection or are set by the client. */
  private static final List<String> PASSED = List.of("Accept", "Authorization", "Content-Type");

  private final URI registry;
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Requests for each hidden path since it was hidden, and since the start. */
  private final Map<String, AtomicInteger> hidden = new ConcurrentHashMap<>();

  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private volatile int hiddenSchemaQuestions;
  private volatile int hiddenSubjectQuestions;
  @Nullable private volatile String denial;

  private LaggingRegistry(String registry) throws IOException {
    this.registry = URI.create(registry);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts a proxy for the registry at an address. At first it hides nothing. */
  public static LaggingRegistry before(String registry) {
    try {
      return new LaggingRegistry(registry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the address for {@code --schemaRegistry}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + registry.getPath();
  }

  /** Answers the given number of requests for each schema id with 404 and code 40403. */
  public void hideSchemas(int questions) {
    hidden.clear();
    hiddenSchemaQuestions = questions;
  }

  /** Answers the given number of requests for each subject's versions with 404 and code 40401. */
  public void hideSubjects(int questions) {
    hidden.clear();
    hiddenSubjectQuestions = questions;
  }

  /** Answers every request for a schema with 404, code 40403 and this message. Null ends this. */
  public void denySchemas(@Nullable String message) {
    denial = message;
  }

  /** Returns the number of requests for a schema id since the start. */
  public int questions(int schemaId) {
    return count(asked, SCHEMA + schemaId).get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(registry.getPath().length());
      boolean isSchema = path.startsWith(SCHEMA);
      boolean isSubject = path.startsWith(SUBJECT) && exchange.getRequestMethod().equals("GET");
      count(asked, path).incrementAndGet();
      String denied = denial;
      if (isSchema && denied != null) {
        send(exchange, 404, error(40403, denied));
      } else if (isSchema && isHidden(path, hiddenSchemaQuestions)) {
        send(exchange, 404, error(40403, "Schema not found"));
      } else if (isSubject && isHidden(path, hiddenSubjectQuestions)) {
        send(exchange, 404, error(40401, "Subject not found."));
      } else {
        pass(exchange);
      }
    }
  }

  private boolean isHidden(String path, int questions) {
    return questions > 0 && count(hidden, path).incrementAndGet() <= questions;
  }

  private void pass(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(registry.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String header : PASSED) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      send(exchange, response.statusCode(), response.body());
    } catch (IOException e) {
      send(exchange, 502, "the registry does not respond".getBytes(UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] error(int code, String message) {
    return String.format(Locale.ROOT, "{\"error_code\":%d,\"message\":\"%s\"}", code, message)
        .getBytes(UTF_8);
  }

  private static AtomicInteger count(Map<String, AtomicInteger> counts, String path) {
    return counts.computeIfAbsent(path, unused -> new AtomicInteger());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
