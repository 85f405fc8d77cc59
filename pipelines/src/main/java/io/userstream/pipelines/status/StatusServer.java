package io.userstream.pipelines.status;

import com.google.common.net.HostAndPort;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the {@link StatusPages} of a job at an address. Its threads are daemons. */
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

  private final HttpServer server;
  private final ExecutorService threads;

  private StatusServer(HttpServer server) {
    this.server = server;
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
    StatusServer status = new StatusServer(StatusListener.bind(endpoint));
    status.server.createContext("/", new StatusPages(endpoint, source));
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

  /** Stops the server immediately. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
