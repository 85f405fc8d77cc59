package io.userstream.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.userstream.io.tls.TlsSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.After;
import org.junit.Test;

public class HttpExchangesTest {
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final HttpExchanges http =
      new HttpExchanges(
          new HttpRoute(TlsSettings.defaults("serverTls"), null),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          MAX_BODY_BYTES);

  @After
  public void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  public void credentialsAreNeverSentToAnotherServer() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    String other = serve(exchange -> answer(exchange, requests, 200));
    for (int status : List.of(301, 302, 303, 307, 308)) {
      String registry =
          serve(exchange -> redirect(exchange, status, other + "schemas?token=t0ken"));

      IOException e = assertThrows(IOException.class, () -> http.send(withLogin(registry)));

      assertThat(
          e.getMessage(),
          allOf(
              containsString("redirects to " + other.substring(0, other.length() - 1)),
              not(containsString("t0ken"))));
    }
    assertThat(requests, is(List.of()));
  }

  @Test
  public void credentialsFollowARedirectOfTheSameServer() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    String registry =
        serve(
            exchange -> {
              if (exchange.getRequestURI().getPath().equals("/")) {
                redirect(exchange, 307, "/v1/");
              } else {
                answer(exchange, requests, 200);
              }
            });

    assertThat(http.send(withLogin(registry)).status(), is(200));
    assertThat(requests, is(List.of("GET /v1/ Basic bG9naW4=")));
  }

  @Test
  public void requestsWithoutCredentialsFollowRedirects() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    String api = serve(exchange -> answer(exchange, requests, 200));
    String old = serve(exchange -> redirect(exchange, 301, api + "api/?page=2"));

    assertThat(http.send(request(old)).status(), is(200));
    assertThat(requests, is(List.of("GET /api/?page=2 null")));
  }

  @Test
  public void endlessRedirectsFail() throws Exception {
    AtomicLong requests = new AtomicLong();
    String loop = serve(exchange -> redirect(exchange, 302, "/" + requests.incrementAndGet()));

    IOException e = assertThrows(IOException.class, () -> http.send(request(loop)));

    assertThat(e.getMessage(), is("more than 5 redirects"));
  }

  @Test
  public void writesDoNotBecomeReads() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    String registry =
        serve(
            exchange -> {
              if (exchange.getRequestURI().getPath().equals("/")) {
                redirect(exchange, 302, "/v1/");
              } else {
                answer(exchange, requests, 200);
              }
            });
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(registry))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    assertThat(http.send(post).status(), is(302));
    assertThat(requests, is(List.of()));
  }

  @Test
  public void bodiesAreBoundedByBytesBeforeAndAfterDecompression() throws Exception {
    AtomicLong sent = new AtomicLong();
    String endless =
        serve(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] zeros = new byte[1 << 16];
              try (OutputStream out = exchange.getResponseBody()) {
                while (sent.get() < 1L << 30) {
                  out.write(zeros);
                  sent.addAndGet(zeros.length);
                }
              }
            });
    String bomb =
        serve(
            exchange -> {
              exchange.getResponseHeaders().set("Content-Encoding", "gzip");
              byte[] bytes = gzipped(64 << 20);
              assertThat(bytes.length, is(lessThan(MAX_BODY_BYTES)));
              exchange.sendResponseHeaders(200, bytes.length);
              exchange.getResponseBody().write(bytes);
              exchange.close();
            });

    for (String url : List.of(endless, bomb)) {
      IOException e = assertThrows(IOException.class, () -> http.send(request(url)));
      assertThat(e.getMessage(), is("the body is larger than " + MAX_BODY_BYTES + " bytes"));
    }
    assertThat("the rest is not received", sent.get(), is(lessThan(1L << 30)));
  }

  @Test
  public void bodiesOfAnySizeArriveUnchanged() throws Exception {
    for (int size : new int[] {1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, MAX_BODY_BYTES}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      assertThat(
          "" + size,
          Arrays.equals(http.send(request(serveBody("", bytes))).body(), bytes),
          is(true));
    }
  }

  @Test
  public void emptyBodiesMayClaimToBeCompressed() throws Exception {
    String server =
        serve(
            exchange -> {
              exchange.getResponseHeaders().set("Content-Encoding", "gzip");
              exchange.sendResponseHeaders(404, -1);
              exchange.close();
            });

    HttpExchanges.Answer answer = http.send(request(server));

    assertThat(answer.status(), is(404));
    assertThat(answer.body().length, is(0));
  }

  @Test
  public void theNameOfTheCompressionMayBeInAnyCase() throws Exception {
    for (String coding : List.of("gzip", "GZIP", "x-gzip")) {
      byte[] bytes = gzipped(100);
      assertThat(coding, http.send(request(serveBody(coding, bytes))).body().length, is(100));
    }
  }

  @Test
  public void compressedBodiesThatEndTooEarlyFailWithAReason() throws Exception {
    byte[] bytes = Arrays.copyOf(gzipped(100), 15);
    String server = serveBody("gzip", bytes);

    IOException e = assertThrows(IOException.class, () -> http.send(request(server)));

    assertThat(e.getMessage(), is("the compressed body ends too early"));
  }

  @Test
  public void requestsNameThisProgram() throws Exception {
    List<String> agents = new CopyOnWriteArrayList<>();
    String server =
        serve(
            exchange -> {
              agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
              answer(exchange, new CopyOnWriteArrayList<>(), 200);
            });

    assertThat(http.send(request(server)).status(), is(200));
    assertThat(agents, is(List.of("userstream")));
  }

  @Test
  public void firstLineOfAPageIsItsTitleOrItsFirstText() {
    assertThat(firstLine("Not Found\nx"), is("Not Found"));
    assertThat(
        firstLine("<!DOCTYPE html>\n<html><head>\n<title>Just a\n moment...</title></head>"),
        is("Just a moment..."));
    assertThat(
        firstLine("<html><head><style>b{}</style></head><body>\n<h1>Blocked</h1><p>x</body>"),
        is("Blocked"));
    assertThat(firstLine(""), is(""));
    assertThat(firstLine("a\u0007b" + "c".repeat(500)).length(), is(200));
  }

  private static String firstLine(String body) {
    return new HttpExchanges.Answer(403, body.getBytes(UTF_8)).firstLine();
  }

  private static HttpRequest request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).build();
  }

  private static HttpRequest withLogin(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Basic bG9naW4=")
        .build();
  }

  private String serveBody(String coding, byte[] bytes) throws IOException {
    return serve(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", coding);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private static byte[] gzipped(int zeros) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[zeros]);
    }
    return bytes.toByteArray();
  }

  private static void redirect(HttpExchange exchange, int status, String location)
      throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static void answer(HttpExchange exchange, List<String> requests, int status)
      throws IOException {
    requests.add(
        String.format(
            Locale.ROOT,
            "%s %s %s",
            exchange.getRequestMethod(),
            exchange.getRequestURI(),
            exchange.getRequestHeaders().getFirst("Authorization")));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  /** Returns the address of a server on a port of its own, which is another origin. */
  private String serve(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.start();
    servers.add(server);
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }
}
