package io.userstream.pipelines.status;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import com.google.common.io.Closer;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** Tests the server with an HTTP client. */
public class StatusServerTest {
  private static final int MAX_WAIT_MS = 20_000;
  private static final int LARGER_THAN_SOCKET_BUFFERS = 32 << 20;

  private final Job job = new Job();
  private final StatusServer server = StatusServer.start(StatusEndpoint.open(address(0)), job);

  @After
  public void close() {
    server.close();
  }

  @Test
  public void probesAnswer200WithoutAProblem() throws Exception {
    assertThat(get("livez").statusCode(), is(200));
    assertThat(get("readyz").statusCode(), is(200));
  }

  @Test
  public void probesAnswer503WithTheReason() throws Exception {
    job.notReady = Optional.of("waiting for Kafka");
    job.notLive = Optional.of("the loop is silent");

    assertThat(get("readyz").statusCode(), is(503));
    assertThat(get("readyz").body(), is("waiting for Kafka\n"));
    assertThat(get("livez").statusCode(), is(503));
    assertThat(get("livez").body(), is("the loop is silent\n"));
  }

  @Test
  public void readinessProbeOfAPausedJobAnswers200WithThePause() throws Exception {
    job.note = Optional.of("paused since 2026-11-29T10:15:30Z");

    assertThat(get("readyz").statusCode(), is(200));
    assertThat(get("readyz").body(), is("paused since 2026-11-29T10:15:30Z\n"));
    assertThat(get("livez").body(), is("ok\n"));

    job.notReady = Optional.of("waiting for Kafka");
    assertThat(get("readyz").statusCode(), is(503));
    assertThat(get("readyz").body(), is("waiting for Kafka\n"));
  }

  @Test
  public void metricsAreInPrometheusTextFormat() throws Exception {
    HttpResponse<String> metrics = get("metrics");

    assertThat(metrics.body(), is("some_total 1\n"));
    assertThat(
        metrics.headers().firstValue("Content-Type").orElseThrow(),
        is("text/plain; version=0.0.4; charset=utf-8"));
  }

  @Test
  public void statusIsJsonThatIsNotCached() throws Exception {
    HttpResponse<String> status = get("status.json");

    assertThat(status.body(), is("{\"lag\":3}"));
    assertThat(status.headers().firstValue("Cache-Control").orElseThrow(), is("no-store"));
  }

  @Test
  public void pageLoadsNothingFromOutside() throws Exception {
    for (String file : new String[] {"", "page.css", "page.js"}) {
      HttpResponse<String> page = get(file);
      assertThat(file, page.statusCode(), is(200));
      assertThat(file, page.body(), not(containsString("//cdn")));
      assertThat(file, page.body(), not(containsString("https://")));
      assertThat(file, page.body(), not(containsString("http://")));
      assertThat(
          page.headers().firstValue("Content-Security-Policy").orElseThrow(),
          startsWith("default-src 'self'"));
    }
    assertThat(get("").body(), containsString("<noscript>"));
  }

  @Test
  public void unknownPathIs404AndOtherMethodIs405() throws Exception {
    assertThat(get("metrics/x").statusCode(), is(404));
    assertThat(get("../etc/passwd").statusCode(), is(404));
    assertThat(
        send(HttpRequest.newBuilder(uri("metrics")).POST(HttpRequest.BodyPublishers.noBody()))
            .statusCode(),
        is(405));
  }

  @Test
  public void headHasNoBody() throws Exception {
    HttpResponse<String> head =
        send(
            HttpRequest.newBuilder(uri("readyz"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(head.statusCode(), is(200));
    assertThat(head.body(), is(""));
  }

  @Test
  public void unfinishedRequestsOnSomeConnectionsDelayNoProbe() throws Exception {
    try (Closer sockets = Closer.create()) {
      for (int i = 0; i < StatusServer.MAX_THREADS - 1; i++) {
        sockets.register(sent("G"));
      }

      assertThat(statusWithin(StatusServer.REQUEST_LIMIT.dividedBy(2)), is(200));
    }
  }

  @Test
  public void unfinishedRequestsOnManyConnectionsDelayProbesUntilTheTimeLimit() throws Exception {
    try (Closer sockets = Closer.create()) {
      for (int i = 0; i < StatusServer.MAX_THREADS; i++) {
        sockets.register(sent("G"));
        sockets.register(sent("GET /livez HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n"));
      }

      assertThat(statusWithin(StatusServer.REQUEST_LIMIT.plusSeconds(10)), is(200));
    }
  }

  @Test
  public void connectionsWithoutACompleteRequestAreClosed() throws Exception {
    try (Socket silent = sent("");
        Socket unfinished = sent("GET /livez HTTP/1.1\r\nHost: h\r\n")) {
      assertThat(silent.getInputStream().read(), is(-1));
      assertThat(unfinished.getInputStream().read(), is(-1));
    }
  }

  @Test
  public void responseThatIsNotReadDoesNotKeepItsThread() throws Exception {
    job.metrics = "m 1\n".repeat(LARGER_THAN_SOCKET_BUFFERS / 4);
    try (Socket slow = sent("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n")) {
      awaitSending(true);
      awaitSending(false);
      assertThat(slow.getInputStream().readAllBytes().length, lessThan(LARGER_THAN_SOCKET_BUFFERS));
    }
  }

  @Test
  public void urlOfAnIpv6AddressHasBrackets() throws Exception {
    byte[] loopback = new byte[16];
    loopback[15] = 1;

    assertThat(
        StatusServer.url("http", new InetSocketAddress(InetAddress.getByAddress(loopback), 8090)),
        is("http://[0:0:0:0:0:0:0:1]:8090/"));
  }

  @Test
  public void portInUseIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String message =
          assertThrows(
                  ServerException.class,
                  () ->
                      StatusServer.start(StatusEndpoint.open(address(taken.getLocalPort())), job)
                          .close())
              .getMessage();

      assertThat(
          message,
          allOf(
              startsWith("--statusAddress=localhost:" + taken.getLocalPort() + ": "),
              containsString("choose another"),
              not(containsString("\n"))));
    }
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private URI uri(String path) {
    return URI.create(server.url() + path);
  }

  /** Connects and sends the beginning of a request. */
  private Socket sent(String text) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
    socket.setSoTimeout(MAX_WAIT_MS);
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return socket;
  }

  private int statusWithin(Duration limit) throws Exception {
    return send(HttpRequest.newBuilder(uri("livez")).timeout(limit)).statusCode();
  }

  /** Waits until a thread of the server sends a response, or until none does. */
  private static void awaitSending(boolean expected) throws InterruptedException {
    long start = System.nanoTime();
    while (isSending() != expected) {
      assertThat(
          Duration.ofNanos(System.nanoTime() - start), lessThan(Duration.ofMillis(MAX_WAIT_MS)));
      Thread.sleep(10);
    }
  }

  private static boolean isSending() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame ->
                frame.getClassName().equals(StatusPages.class.getName())
                    && frame.getMethodName().equals("send"));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private record Lag(int lag) {}

  private static final class Job implements StatusSource {
    private volatile Optional<String> notLive = Optional.empty();
    private volatile Optional<String> notReady = Optional.empty();
    private volatile Optional<String> note = Optional.empty();
    private volatile String metrics = "some_total 1\n";

    @Override
    public Optional<String> notLive() {
      return notLive;
    }

    @Override
    public Optional<String> notReady() {
      return notReady;
    }

    @Override
    public Optional<String> note() {
      return note;
    }

    @Override
    public String metrics() {
      return metrics;
    }

    @Override
    public Lag page() {
      return new Lag(3);
    }
  }
}
