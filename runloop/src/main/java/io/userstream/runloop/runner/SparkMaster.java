package io.userstream.runloop.runner;

import io.userstream.runloop.servers.ServerWait;
import io.userstream.runloop.servers.ServerWait.NotYetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/** The standalone master of an application. */
public final class SparkMaster {
  private static final String SCHEME = "spark://";
  private static final int DEFAULT_PORT = 7077;
  private static final int CONNECT_TIMEOUT_MS = 3_000;

  private SparkMaster() {}

  /**
   * Returns the master that a job with these options would use. Needs the classes of Beam's Spark
   * runner, but starts nothing.
   */
  public static String of(PipelineOptions options) {
    // spark-submit sets the property.
    return System.getProperty(
        "spark.master", options.as(SparkPipelineOptions.class).getSparkMaster());
  }

  /** Returns the host names of the masters of a {@code spark://} URL, and nothing for another. */
  public static List<String> hosts(String url) throws IOException {
    List<String> hosts = new ArrayList<>();
    if (url.startsWith(SCHEME)) {
      for (String address : url.substring(SCHEME.length()).split(",", -1)) {
        hosts.add(address(address).getHostString());
      }
    }
    return hosts;
  }

  /**
   * Waits until a master listens. Spark itself would try three times in a minute, and then stop the
   * context without a useful message.
   *
   * @param url as in {@code spark://host:7077,other:7077}; the method does not wait for other kinds
   *     of masters
   * @throws io.userstream.runloop.servers.ServerUnavailableException if none listens in time
   */
  public static void await(String url, Duration timeout) throws InterruptedException {
    if (!url.startsWith(SCHEME)) {
      return;
    }
    ServerWait.forServer("the Spark master at " + url, timeout)
        .until(
            remaining -> {
              IOException last = null;
              for (String address : url.substring(SCHEME.length()).split(",", -1)) {
                try (Socket socket = new Socket()) {
                  socket.connect(
                      address(address), (int) Math.min(CONNECT_TIMEOUT_MS, remaining.toMillis()));
                  return true;
                } catch (IOException e) {
                  last = e;
                }
              }
              throw new NotYetException(last == null ? "no address" : last.getMessage(), last);
            });
  }

  /** Reads {@code host}, {@code host:port} or {@code [v6]:port}. */
  static InetSocketAddress address(String text) throws IOException {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > text.lastIndexOf(']');
    String host = hasPort ? text.substring(0, colon) : text;
    try {
      return new InetSocketAddress(
          host, hasPort ? Integer.parseInt(text.substring(colon + 1)) : DEFAULT_PORT);
    } catch (IllegalArgumentException e) {
      throw new IOException("no port: " + text, e);
    }
  }
}
