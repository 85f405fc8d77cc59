package io.userstream.tests.ingest;

import io.userstream.tests.stack.FreePorts;
import io.userstream.tests.status.SystemProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A tinyproxy that requires a login. */
final class ForwardProxy implements AutoCloseable {
  private final Process process;
  private final int port;

  private ForwardProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a proxy that listens on loopback. */
  static ForwardProxy start(Path folder, String username, String password) throws Exception {
    int port = FreePorts.next();
    Path config =
        Files.writeString(
            folder.resolve("tinyproxy.conf"),
            String.format(
                Locale.ROOT,
                """
                Port %d
                Listen 127.0.0.1
                Timeout 60
                BasicAuth %s %s
                """,
                port,
                username,
                password));
    Process process =
        SystemProgram.require("tinyproxy-bin", "tinyproxy")
            .startServer(folder, List.of("-d", "-c", config.toString()), port);
    ForwardProxy proxy = new ForwardProxy(process, port);
    return proxy;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
