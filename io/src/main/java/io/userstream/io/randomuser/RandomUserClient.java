package io.userstream.io.randomuser;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.userstream.io.http.HttpExchanges;
import io.userstream.io.http.HttpRoute;
import io.userstream.io.http.TlsRefusedException;
import io.userstream.io.options.UnusableReferenceException;
import io.userstream.model.ApiPage;
import io.userstream.model.ApiPageParser;
import io.userstream.model.MalformedPageException;
import io.userstream.model.User;
import io.userstream.runloop.servers.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches pages of the randomuser.me API. A page is complete or an error.
 *
 * <p>Retries transient faults with growing pauses until the retry limit: the rate limit (429, which
 * the API sends without {@code Retry-After}), 5xx, no connection, no complete response in time, an
 * {@code {"error": …}} body, and a body that is not a complete page. Fails immediately for fatal
 * faults: other 4xx, a certificate that is not accepted, and a parameter that the API has replaced,
 * which only the echo in {@code info} shows.
 *
 * <p>Thread-safe.
 */
public final class RandomUserClient {
  private static final Logger LOG = LoggerFactory.getLogger(RandomUserClient.class);

  /** Ten pauses fit into the five minutes for which the API refuses a client over its limit. */
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

  private static final Pattern VERSION_ECHO =
      Pattern.compile("\"version\"\\s*:\\s*\"([^\"]*)\"\\s*}\\s*}\\s*$");

  private final PageExchanges exchanges;
  private final Duration retryLimit;
  private final ApiPageParser parser;

  /**
   * Creates a client.
   *
   * @param route TLS settings and proxy
   * @param connectTimeout time limit for connecting
   * @param requestTimeout time limit for one request, from connecting to the end of the body
   * @param retryLimit how long one page is retried; a running request is not interrupted
   */
  public RandomUserClient(
      HttpRoute route, Duration connectTimeout, Duration requestTimeout, Duration retryLimit) {
    this(route, connectTimeout, requestTimeout, retryLimit, new ApiPageParser());
  }

  RandomUserClient(
      HttpRoute route,
      Duration connectTimeout,
      Duration requestTimeout,
      Duration retryLimit,
      ApiPageParser parser) {
    this.exchanges = new PageExchanges(route, connectTimeout, requestTimeout);
    this.retryLimit = retryLimit;
    this.parser = parser;
  }

  /**
   * Fetches a page with all requested users.
   *
   * @throws RandomUserException immediately for a fatal fault, or after the retry limit
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public ApiPage fetch(PageRequest request) throws InterruptedException {
    return fetch(request, null);
  }

  /**
   * Fetches a page as {@link #fetch(PageRequest)} does. Before returning it, requests another page
   * in the background, as the first attempt of the next call for that page.
   *
   * @param next the page to request in the background; null for none
   * @throws RandomUserException immediately for a fatal fault, or after the retry limit
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  ApiPage fetch(PageRequest request, @Nullable PageRequest next) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + retryLimit.toNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        ApiPage page = fetchOnce(request);
        if (next != null) {
          exchanges.requestAhead(next);
        }
        return page;
      } catch (PassingFaultException e) {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        if (leftMillis <= 0) {
          throw new RandomUserException(
              String.format(
                  Locale.ROOT,
                  "%s: %s, after %d attempts within the retry limit of %d s",
                  name(request),
                  e.getMessage(),
                  attempt,
                  retryLimit.toSeconds()),
              e);
        }
        // The last pause ends with the limit, so the last attempt is made then, not long before.
        long waitMillis = Math.min(BACKOFF.after(attempt).toMillis(), leftMillis);
        LOG.warn(
            "{}: {} (attempt {}); next attempt in {} ms",
            name(request),
            e.getMessage(),
            attempt,
            waitMillis);
        Thread.sleep(waitMillis);
      }
    }
  }

  private ApiPage fetchOnce(PageRequest request)
      throws PassingFaultException, InterruptedException {
    PageExchanges.Response response;
    try {
      response = exchanges.send(request);
    } catch (TlsRefusedException | UnusableReferenceException e) {
      throw new RandomUserException(name(request) + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new PassingFaultException(e.getMessage(), e);
    }
    HttpExchanges.Answer answer = response.answer();
    checkStatus(request, answer);
    ApiPage page;
    try {
      Gender gender = request.filters().gender();
      page =
          parser.parse(
              answer.body(),
              response.arrivedAt(),
              gender == null ? null : gender.code(),
              request.results());
    } catch (MalformedPageException e) {
      checkVersion(request, answer.body());
      throw new PassingFaultException("the response is not a complete page: " + e.getMessage(), e);
    }
    checkEcho(request, page);
    if (page.drawn() != request.draws()) {
      throw new PassingFaultException(
          String.format(
              Locale.ROOT, "status 200 with %d users of %d", page.drawn(), request.draws()));
    }
    checkUsers(request, page);
    return page;
  }

  private static void checkStatus(PageRequest request, HttpExchanges.Answer answer)
      throws PassingFaultException {
    int status = answer.status();
    if (status == 429 || status >= 500) {
      throw new PassingFaultException("status " + status + ", \"" + answer.firstLine() + "\"");
    }
    if (status != 200) {
      throw new RandomUserException(
          String.format(
              Locale.ROOT,
              "%s: status %d, \"%s\": %s",
              name(request),
              status,
              answer.firstLine(),
              fix(status)));
    }
    if (new String(answer.body(), 0, Math.min(32, answer.body().length), UTF_8)
        .startsWith("{\"error\"")) {
      throw new PassingFaultException("status 200 with an error in the body");
    }
  }

  private static String fix(int status) {
    return switch (status) {
      case 401, 403, 451 ->
          "the server, or a firewall or bot protection in front of it, refuses requests from this"
              + " machine. The address can be right";
      case 407 ->
          "the proxy requires a login: set --apiProxyUsername and --apiProxyPassword, or correct"
              + " them";
      default -> "check --source and --apiVersion";
    };
  }

  private static void checkEcho(PageRequest request, ApiPage page) {
    checkEcho(request, "seed", request.seed(), page.seed());
    checkEcho(request, "page", request.page(), page.page());
    checkEcho(request, "results", request.draws(), page.results());
    checkEcho(request, "version", request.version(), page.version());
  }

  /** The API echoes no filters: it ignores a list of nationalities that it does not know. */
  private static void checkUsers(PageRequest request, ApiPage page) {
    UserFilters filters = request.filters();
    if (!filters.nationalities().isEmpty()) {
      for (User user : page.users()) {
        String nationality = String.valueOf(user.nationality());
        if (!filters.nationalities().contains(nationality)) {
          throw new RandomUserException(
              String.format(
                  Locale.ROOT,
                  "%s: asked for nat=%s, user %d of the page is of nationality %s: the API ignores"
                      + " nationalities that it does not know; ask for those that it knows",
                  name(request),
                  filters.nat(),
                  user.origin().index(),
                  nationality));
        }
      }
    }
    if (page.users().size() < request.results()) {
      throw new RandomUserException(
          String.format(
              Locale.ROOT,
              "%s: only %d of %d users are %s, and %d are needed: use a smaller --pageSize",
              name(request),
              page.users().size(),
              page.drawn(),
              filters.gender().code(),
              request.results()));
    }
  }

  /** Pages of unsupported versions, which the parser rejects, also have an echo. */
  private static void checkVersion(PageRequest request, byte[] body) {
    int tail = Math.max(0, body.length - 300);
    Matcher version = VERSION_ECHO.matcher(new String(body, tail, body.length - tail, UTF_8));
    if (version.find()) {
      checkEcho(request, "version", request.version(), version.group(1));
    }
  }

  private static void checkEcho(
      PageRequest request, String parameter, Object asked, Object echoed) {
    if (!asked.equals(echoed)) {
      throw new RandomUserException(
          String.format(
              Locale.ROOT,
              "%s: requested %s=%s, but the API used %s=%s: it replaces values that it does not"
                  + " accept. Use another %s.",
              name(request),
              parameter,
              asked,
              parameter,
              echoed,
              parameter));
    }
  }

  private static String name(PageRequest request) {
    return String.format(
        Locale.ROOT, "%s, page %d of seed %s", request.baseUrl(), request.page(), request.seed());
  }
}
