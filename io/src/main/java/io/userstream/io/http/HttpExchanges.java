package io.userstream.io.http;

import com.google.common.base.Ascii;
import io.userstream.io.tls.TlsFaults;
import io.userstream.io.tls.TlsProbe;
import io.userstream.io.tls.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/**
 * Sends HTTP requests with a limit for the total time, including the body and redirects, and a
 * limit for the size of the response. Thread-safe.
 */
public final class HttpExchanges {
  /**
   * Static, because runners create any number of DoFn instances, and a JDK 17 client cannot be
   * closed: it keeps its selector thread and connections until garbage collection.
   */
  private static final Map<Key, Client> CLIENTS = new ConcurrentHashMap<>();

  private record Key(Duration connectTimeout, HttpRoute route) {}

  private record Client(SSLContext context, HttpClient client) {}

  private static final int HTTPS_PORT = 443;

  private static final String TUNNEL_PROPERTY = "jdk.http.auth.tunneling.disabledSchemes";

  /** Not a request, but servers answer it. */
  private static final byte[] EMPTY_LINES = {'\r', '\n', '\r', '\n'};

  static {
    // Since JDK 8u111, Java sends no password to a proxy of https connections by default. This
    // class
    // sends one only if the options contain it. Java reads the property when it makes a client.
    if (System.getProperty(TUNNEL_PROPERTY) == null) {
      System.setProperty(TUNNEL_PROPERTY, "");
    }
  }

  /** Names this program to administrators. The default is the JDK's, which bot filters reject. */
  private static final String USER_AGENT = "userstream";

  private final Key key;
  private final Duration requestTimeout;
  private final int maxBodyBytes;

  /**
   * Creates a sender.
   *
   * @param route the way to the server. Requests use renewed certificates
   * @param connectTimeout time limit for connecting
   * @param requestTimeout time limit for a request, from connecting to the end of the body
   * @param maxBodyBytes size limit of a body, both compressed and decompressed
   */
  public HttpExchanges(
      HttpRoute route, Duration connectTimeout, Duration requestTimeout, int maxBodyBytes) {
    this.key = new Key(connectTimeout, route);
    this.requestTimeout = requestTimeout;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * A complete response.
   *
   * @param body the decompressed body; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Answer(int status, byte[] body) {
    /** Returns the first line of the body for messages; see {@link FirstLine}. */
    public String firstLine() {
      return FirstLine.of(body);
    }
  }

  /**
   * Sends a request and returns the complete response.
   *
   * @throws TlsRefusedException if the certificates of both sides do not fit
   * @throws IOException with the reason, if there is no complete response within the limits
   * @throws io.userstream.io.options.UnusableReferenceException if this host cannot use the TLS
   *     settings
   */
  public Answer send(HttpRequest request) throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + requestTimeout.toNanos();
    HttpRequest.Builder first =
        HttpRequest.newBuilder(request, (name, value) -> true).setHeader("User-Agent", USER_AGENT);
    HttpProxy proxy = key.route.proxy();
    if (proxy != null) {
      // The JDK's client keeps it from the server behind a tunnel.
      proxy.login().ifPresent(login -> first.setHeader("Proxy-Authorization", login));
    }
    HttpRequest next = first.build();
    for (int redirects = 0; ; redirects++) {
      HttpResponse<byte[]> response = exchange(next, deadlineNanos - System.nanoTime());
      Optional<HttpRequest> redirected = Redirects.next(next, response);
      if (redirected.isEmpty()) {
        return new Answer(response.statusCode(), decompressed(response));
      }
      if (redirects == Redirects.MAX) {
        throw new IOException("more than " + Redirects.MAX + " redirects");
      }
      next = redirected.get();
    }
  }

  private HttpResponse<byte[]> exchange(HttpRequest request, long limitNanos)
      throws IOException, InterruptedException {
    // HttpRequest.timeout() does not cover the body.
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client().sendAsync(request, head -> new LimitedBodySubscriber(maxBodyBytes));
    try {
      return exchange.get(limitNanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no complete response within " + requestTimeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Optional<String> refused = tlsReason(request.uri(), e);
      if (refused.isPresent()) {
        throw new TlsRefusedException(refused.get(), e.getCause());
      }
      throw new IOException(reason(e.getCause()), e.getCause());
    } finally {
      // Closes the connection of an unfinished exchange. Has no effect on a finished one.
      exchange.cancel(true);
    }
  }

  private Optional<String> tlsReason(URI uri, ExecutionException fault) {
    TlsSettings tls = key.route.tls();
    if (!uri.getScheme().equals("https")) {
      return Optional.empty();
    }
    int port = uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
    Optional<String> reason = TlsFaults.reason(fault, tls.prefix());
    // The probe cannot pass a proxy.
    return key.route.proxy() == null
        ? reason.or(() -> TlsProbe.reason(tls, uri.getHost(), port, EMPTY_LINES))
        : reason;
  }

  private byte[] decompressed(HttpResponse<byte[]> response) throws IOException {
    // Java's client has no body if a proxy refuses to connect.
    if (response.body() == null) {
      return new byte[0];
    }
    // Some servers also send the header with an empty body, which is not valid gzip.
    if (response.body().length == 0 || !isGzip(response)) {
      return response.body();
    }
    try (GZIPInputStream body =
        new GZIPInputStream(new ByteArrayInputStream(response.body()), 1 << 16)) {
      byte[] decompressed = body.readNBytes(maxBodyBytes + 1);
      if (decompressed.length > maxBodyBytes) {
        throw new IOException("the body is larger than " + maxBodyBytes + " bytes");
      }
      return decompressed;
    } catch (EOFException e) {
      throw new IOException("the compressed body ends too early", e);
    }
  }

  /** Returns whether the body is compressed. Codings are case-insensitive, RFC 9110, 8.4.1. */
  private static boolean isGzip(HttpResponse<byte[]> response) {
    String coding = Ascii.toLowerCase(response.headers().firstValue("Content-Encoding").orElse(""));
    return coding.equals("gzip") || coding.equals("x-gzip");
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private HttpClient client() {
    SSLContext context = key.route.tls().context();
    return CLIENTS.compute(
            key,
            (unused, known) ->
                known != null && known.context == context
                    ? known
                    : new Client(context, newClient(context)))
        .client;
  }

  private HttpClient newClient(SSLContext context) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // A few requests, some of them large: multiplexing does not help.
            .version(HttpClient.Version.HTTP_1_1)
            // See Redirects.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(key.connectTimeout)
            .sslContext(context);
    HttpProxy proxy = key.route.proxy();
    if (proxy != null) {
      builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port())));
    }
    return builder.build();
  }
}
