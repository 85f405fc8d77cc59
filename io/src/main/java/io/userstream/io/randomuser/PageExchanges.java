package io.userstream.io.randomuser;

import com.google.common.base.Throwables;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.userstream.io.http.HttpExchanges;
import io.userstream.io.http.HttpRoute;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.joda.time.Instant;

/**
 * Sends requests for pages. A page can be requested in the background before it is needed, so that
 * the API does not wait while another page is processed. Makes one attempt for each request.
 * Thread-safe.
 */
final class PageExchanges {
  /** Three times the size of a page with 5000 users, which is 5.4 MB. */
  private static final int MAX_BODY_BYTES = 16 << 20;

  /** Longer than the API's rate limit lasts. After it, the page is requested again. */
  private static final Duration KEEP = Duration.ofMinutes(10);

  /**
   * Static, because a runner can process the next page of a sequence with another DoFn instance.
   * Entries that a failed job leaves behind expire, or are removed before the memory is full.
   */
  private static final ConcurrentMap<Key, Future<Response>> AHEAD =
      CacheBuilder.newBuilder()
          .expireAfterWrite(KEEP)
          .softValues()
          .<Key, Future<Response>>build()
          .asMap();

  /** A thread for each response that is awaited in the background: one per sequence of pages. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          new ThreadFactoryBuilder().setNameFormat("page-ahead-%d").setDaemon(true).build());

  private final HttpRoute route;
  private final HttpExchanges http;

  private record Key(HttpRoute route, PageRequest request) {}

  /** A complete response and its time of arrival. */
  record Response(HttpExchanges.Answer answer, Instant arrivedAt) {}

  /**
   * Creates a sender.
   *
   * @param route TLS settings and proxy
   * @param connectTimeout time limit for connecting
   * @param requestTimeout time limit for one request, from connecting to the end of the body
   */
  PageExchanges(HttpRoute route, Duration connectTimeout, Duration requestTimeout) {
    this.route = route;
    this.http = new HttpExchanges(route, connectTimeout, requestTimeout, MAX_BODY_BYTES);
  }

  /**
   * Requests a page in the background, unless it already was. The next {@link #send} of the same
   * request returns the response or throws the error.
   */
  void requestAhead(PageRequest request) {
    AHEAD.computeIfAbsent(
        new Key(route, request), unused -> THREADS.submit(() -> exchange(request)));
  }

  /**
   * Returns the response to a request, which is sent now if it was not requested ahead.
   *
   * @throws IOException as {@link HttpExchanges#send} does, like its other exceptions
   */
  Response send(PageRequest request) throws IOException, InterruptedException {
    Future<Response> ahead = AHEAD.remove(new Key(route, request));
    if (ahead == null) {
      return exchange(request);
    }
    try {
      return ahead.get();
    } catch (ExecutionException e) {
      Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
      Throwables.throwIfUnchecked(e.getCause());
      throw new IllegalStateException(e.getCause());
    } finally {
      // Ends an unfinished exchange if this thread was interrupted.
      ahead.cancel(true);
    }
  }

  private Response exchange(PageRequest request) throws IOException, InterruptedException {
    HttpExchanges.Answer answer =
        http.send(
            HttpRequest.newBuilder(request.uri())
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip")
                .build());
    return new Response(answer, Instant.now());
  }
}
