package io.userstream.tests.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.userstream.tests.stack.IssuedCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.zip.GZIPOutputStream;
import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;

/**
 * The randomuser.me API on loopback. Seeds, pages, prefixes, gzip, seeds of 18 characters and
 * silently replaced parameters work like the live service, at more than 100,000 users per second,
 * and a test can switch on faults. Page 1 of seed {@code datagrid2026} is the recorded page. Every
 * other page has the same people under other uuids. Nationalities are honored, and so is a gender,
 * but only without a seed, like on the live service. Such a page repeats the recorded people that
 * match.
 *
 * <pre>{@code
 * try (RecordedApi api = RecordedApi.start()) {
 *   api.fail(Fault.UNAVAILABLE, Fault.CUT); // for the next two requests
 *   read(api.url());
 * }
 * }</pre>
 *
 * Thread-safe.
 */
public final class RecordedApi implements AutoCloseable {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html";

  /** The live service's text. It counts users and always says "minute", whatever the window is. */
  private static final String TOO_MANY_REQUESTS =
      "{\"error\":\"Whoa, ease up there cowboy. You've requested %d users in the last minute. Help"
          + " us keep this service free and spare some bandwidth for other users please :)\"}";

  private static final String SERVICE_ERROR =
      "{\"error\":\"Uh oh, something has gone wrong. Please tweet us @randomapi about the issue."
          + " Thank you.\"}";

  private static final String UNAVAILABLE =
      "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n"
          + "<body><center><h1>503 Service Temporarily Unavailable</h1></center></body>\r\n</html>";

  /** Immutable, and costs a third of a second: all servers of a JVM share it. */
  private static final RecordedPage RECORDED = new RecordedPage();

  private final Meter meter = new Meter();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final AtomicLong requests = new AtomicLong();
  private final Map<String, AtomicLong> pages = new ConcurrentHashMap<>();
  private final Set<String> headers = ConcurrentHashMap.newKeySet();
  private final AtomicLong users = new AtomicLong();
  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicLong mostInFlight = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads;
  private final HttpServer server;

  private RecordedApi(InetAddress address, int port, @Nullable SSLContext tls) throws IOException {
    // Without it, each keep-alive response of two packets waits 40 ms for a delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    InetSocketAddress listener = new InetSocketAddress(address, port);
    if (tls == null) {
      server = HttpServer.create(listener, 0);
    } else {
      HttpsServer secure = HttpsServer.create(listener, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    }
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "recorded-api");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts the API on a free port of loopback. */
  public static RecordedApi start() throws IOException {
    return start(0);
  }

  /** Starts the API on the given port of loopback; 0 means any free port. */
  public static RecordedApi start(int port) throws IOException {
    return new RecordedApi(InetAddress.getLoopbackAddress(), port, null);
  }

  /** Starts the API with TLS on a free port of loopback. */
  public static RecordedApi startTls(IssuedCertificate certificate) throws IOException {
    return new RecordedApi(InetAddress.getLoopbackAddress(), 0, certificate.context());
  }

  /**
   * Serves until the process ends, and prints {@code listening on URL} when it is ready.
   *
   * @param arguments {@code --port=N} (default: any free port), {@code --pace=N} (users per
   *     second), {@code --host=ADDRESS} (for clients on other machines, such as 0.0.0.0 in a
   *     container)
   */
  @SuppressWarnings("SystemOut") // The process that starts this one waits for this line.
  public static void main(String[] arguments) throws Exception {
    int port = 0;
    InetAddress host = InetAddress.getLoopbackAddress();
    long pace = Long.MAX_VALUE;
    for (String argument : arguments) {
      if (argument.startsWith("--port=")) {
        port = Integer.parseInt(argument.substring("--port=".length()));
      } else if (argument.startsWith("--host=")) {
        host = InetAddress.getByName(argument.substring("--host=".length()));
      } else if (argument.startsWith("--pace=")) {
        pace = Long.parseLong(argument.substring("--pace=".length()));
      } else {
        System.err.println(
            "unknown argument " + argument + ": expected --port=N, --host=A or --pace=N");
        System.exit(2);
      }
    }
    RecordedApi api = new RecordedApi(host, port, null);
    api.pace(pace);
    System.out.println("listening on " + api.url());
    api.closed.await();
  }

  /** Returns the base address, as in {@code http://127.0.0.1:40123/api/}. */
  public String url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/api/";
  }

  /** Answers the next requests with these faults, one each, and later requests normally. */
  public void fail(Fault... next) {
    Collections.addAll(faults, next);
  }

  /** Answers the next {@code count} requests with the fault. */
  public void failNext(int count, Fault fault) {
    faults.addAll(Collections.nCopies(count, fault));
  }

  /** Clears the faults that no request has met yet. */
  public void heal() {
    faults.clear();
  }

  /**
   * Limits the rate to this many users per second, over all connections. {@code Long.MAX_VALUE}
   * removes the limit.
   */
  public void pace(long usersPerSecond) {
    meter.pace(usersPerSecond);
  }

  /**
   * Answers 429 once the users of a window are spent. The live service allows about 20,000 in five
   * minutes.
   */
  public void limit(long usersPerWindow, Duration window) {
    meter.limit(usersPerWindow, window.toMillis());
  }

  /**
   * Returns the number of requests since the start, including rejected ones and those with a fault.
   */
  public long requests() {
    return requests.get();
  }

  /** Returns the number of requests for one page since the start, whatever their result. */
  public long requests(String seed, int page) {
    return count(seed, page).get();
  }

  private AtomicLong count(String seed, int page) {
    return pages.computeIfAbsent(seed + "/" + page, unused -> new AtomicLong());
  }

  /** Returns the number of users in complete responses since the start. */
  public long users() {
    return users.get();
  }

  /** Returns the names of the headers of all requests so far, in lower case. */
  public Set<String> headers() {
    return Set.copyOf(headers);
  }

  /** Returns the highest number of requests without a response at any time. */
  public long mostInFlight() {
    return mostInFlight.get();
  }

  /** Stops serving and closes every connection, including hanging ones. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    exchange.getRequestHeaders().keySet().forEach(it -> headers.add(it.toLowerCase(Locale.ROOT)));
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    answer(exchange);
  }

  private void answer(HttpExchange exchange) throws IOException {
    ApiQuery query;
    try {
      query = ApiQuery.of(exchange.getRequestURI());
    } catch (IllegalArgumentException e) {
      send(exchange, 400, TEXT, "Bad Request");
      return;
    }
    if (query == null) {
      send(exchange, 404, TEXT, "Not Found");
      return;
    }
    count(query.seed(), query.page()).incrementAndGet();
    if (query.drawnBy() == null) {
      return; // Keeps the connection open, without a response, until close().
    }
    Fault fault = faults.poll();
    long refused = fault == null ? meter.refused(query.results()) : 0;
    if (refused > 0) {
      send(exchange, 429, JSON, String.format(Locale.ROOT, TOO_MANY_REQUESTS, refused));
    } else if (fault == null) {
      await(meter.delayNanos(query.results()));
      send(exchange, 200, JSON, page(exchange, query, null), true);
      users.addAndGet(query.results());
    } else {
      fail(exchange, query, fault);
    }
  }

  private void fail(HttpExchange exchange, ApiQuery query, Fault fault) throws IOException {
    switch (fault) {
      case TOO_MANY_REQUESTS ->
          send(exchange, 429, JSON, String.format(Locale.ROOT, TOO_MANY_REQUESTS, 24_995));
      case UNAVAILABLE -> send(exchange, 503, HTML, UNAVAILABLE);
      case ERROR_BODY -> send(exchange, 200, JSON, SERVICE_ERROR);
      case NOT_FOUND -> send(exchange, 404, TEXT, "Not Found");
      case BAD_REQUEST -> send(exchange, 400, TEXT, "Bad Request");
      case NOT_JSON -> send(exchange, 200, HTML, "<html><body>Please log in</body></html>");
      case EMPTY, FEWER, WRONG_SEED, WRONG_PAGE, WRONG_VERSION, OTHER_NATIONALITIES ->
          send(exchange, 200, JSON, page(exchange, query, fault), true);
      case DOUBLED -> send(exchange, 200, JSON, RECORDED.doubled(page(query)), false);
      case NUL -> send(exchange, 200, JSON, withNul(page(query)), false);
      case TRUNCATED_JSON -> {
        byte[] whole = page(query);
        send(exchange, 200, JSON, Arrays.copyOf(whole, whole.length / 2), false);
      }
      case CUT -> {
        byte[] whole = page(exchange, query, null);
        start(exchange, 200, JSON, whole.length, true);
        exchange.getResponseBody().write(whole, 0, whole.length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
      }
      case DRIP -> {
        byte[] whole = page(exchange, query, null);
        start(exchange, 200, JSON, whole.length, true);
        for (int i = 0; i < whole.length; i++) {
          await(TimeUnit.MILLISECONDS.toNanos(20));
          exchange.getResponseBody().write(whole, i, 1);
          exchange.getResponseBody().flush();
        }
      }
      case HANG -> {
        // Keeps the connection open, without a response, until close().
      }
    }
  }

  private static byte[] withNul(byte[] page) {
    String city = "\"city\":\"";
    return new String(page, UTF_8)
        .replaceFirst(city, Matcher.quoteReplacement(city + "\\u0000"))
        .getBytes(UTF_8);
  }

  private byte[] page(HttpExchange exchange, ApiQuery query, @Nullable Fault fault) {
    int count =
        fault == Fault.EMPTY ? 0 : fault == Fault.FEWER ? query.results() - 1 : query.results();
    String info = info(query, fault);
    if (!query.people().equals(ApiQuery.People.ALL) && fault != Fault.OTHER_NATIONALITIES) {
      byte[] json = RECORDED.json(query.drawnBy(), query.people(), count, info);
      return acceptsGzip(exchange) ? gzip(json) : json;
    }
    return acceptsGzip(exchange)
        ? RECORDED.gzip(query.drawnBy(), count, info)
        : RECORDED.json(query.drawnBy(), count, info);
  }

  private static byte[] gzip(byte[] json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] page(ApiQuery query) {
    return RECORDED.json(query.drawnBy(), query.results(), info(query, null));
  }

  private static String info(ApiQuery query, @Nullable Fault fault) {
    String seed = fault == Fault.WRONG_SEED ? "9f1c0d2e3b4a5968" : query.seed();
    int page = fault == Fault.WRONG_PAGE ? query.page() + 1 : query.page();
    String version = fault == Fault.WRONG_VERSION ? "1.2" : query.version();
    return String.format(
        Locale.ROOT,
        "{\"seed\":\"%s\",\"results\":%d,\"page\":%d,\"version\":\"%s\"}",
        seed.replace("\\", "\\\\").replace("\"", "\\\""),
        query.results(),
        page,
        version);
  }

  private static boolean acceptsGzip(HttpExchange exchange) {
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }

  private void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    start(exchange, status, type, bytes.length, false);
    finish(exchange, bytes);
  }

  private void send(HttpExchange exchange, int status, String type, byte[] body, boolean mayBeGzip)
      throws IOException {
    start(exchange, status, type, body.length, mayBeGzip);
    finish(exchange, body);
  }

  private void start(HttpExchange exchange, int status, String type, long length, boolean mayBeGzip)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
    if (mayBeGzip && acceptsGzip(exchange)) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    // Before the client can send its next request.
    inFlight.decrementAndGet();
    exchange.sendResponseHeaders(status, length);
  }

  private static void finish(HttpExchange exchange, byte[] body) throws IOException {
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Waits, unless the server closes in the meantime. */
  private void await(long nanos) throws IOException {
    try {
      if (nanos > 0 && closed.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new IOException("the recorded API was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
