package io.userstream.io.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Follows redirects, like the JDK's {@code NORMAL} policy, but never sends credentials to another
 * server. The JDK's client (seen with 17.0.15) copies the header {@code Authorization} to the
 * target of a redirect, even on another host.
 */
final class Redirects {
  static final int MAX = 5;

  private static final String AUTHORIZATION = "Authorization";
  private static final Set<Integer> FOR_READS = Set.of(301, 302, 303, 307, 308);

  /** The ones that keep the method and the body. */
  private static final Set<Integer> FOR_WRITES = Set.of(307, 308);

  private Redirects() {}

  /**
   * Returns the request for the target, or empty if the response is not a redirect that can be
   * followed.
   *
   * @throws IOException if the target is another server and the request has credentials, or if the
   *     target is not encrypted and the request is
   */
  static Optional<HttpRequest> next(HttpRequest request, HttpResponse<?> response)
      throws IOException {
    boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
    Optional<String> location = response.headers().firstValue("Location");
    if (location.isEmpty() || !(isRead ? FOR_READS : FOR_WRITES).contains(response.statusCode())) {
      return Optional.empty();
    }
    URI target = target(request.uri(), location.get());
    if (!origin(target).equals(origin(request.uri()))) {
      checkOther(request, target);
    }
    return Optional.of(HttpRequest.newBuilder(request, (name, value) -> true).uri(target).build());
  }

  private static void checkOther(HttpRequest request, URI target) throws IOException {
    if (request.headers().firstValue(AUTHORIZATION).isPresent()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the server redirects to %s, but credentials are not sent to another address: use"
                  + " that address if it is yours",
              origin(target)));
    }
    if (request.uri().getScheme().equals("https") && !target.getScheme().equals("https")) {
      throw new IOException(
          "the server redirects from https to " + origin(target) + ", which is not encrypted");
    }
  }

  private static URI target(URI from, String location) throws IOException {
    try {
      URI target = from.resolve(URI.create(location));
      if (Set.of("http", "https").contains(String.valueOf(target.getScheme()))
          && target.getHost() != null) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, without the location, which can contain a secret.
    }
    throw new IOException("the server redirects to something that is not a web address");
  }

  /** Returns scheme, host and port only. */
  private static String origin(URI uri) {
    boolean isHttps = uri.getScheme().equals("https");
    int port = uri.getPort() >= 0 ? uri.getPort() : isHttps ? 443 : 80;
    return (uri.getScheme() + "://" + uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }
}
