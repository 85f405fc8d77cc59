package io.userstream.io.cassandra;

import io.userstream.io.tls.AnyServer;
import io.userstream.io.tls.TlsProbe;
import io.userstream.io.tls.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Finds out why no node accepts a connection: the driver reports only that a channel was closed if
 * one side uses TLS and the other does not, or a node rejects a certificate. Sends no secret.
 */
final class CqlProbe {
  /** The request OPTIONS of version 4 of the native protocol. */
  private static final byte[] OPTIONS = {4, 0, 0, 0, 5, 0, 0, 0, 0};

  /** The version in a response to it. */
  private static final int RESPONSE = 0x84;

  @Nullable private final TlsSettings tls;

  /**
   * Creates a probe.
   *
   * @param tls the settings of the job; null if it does not use TLS
   */
  CqlProbe(@Nullable TlsSettings tls) {
    this.tls = tls;
  }

  /**
   * Asks the nodes in turn until one gives a reason.
   *
   * @return the reason and the fix, as sentences that follow the name of the server; empty if a
   *     node responds as it should, or none responds
   * @throws io.userstream.io.options.UnusableReferenceException if this host cannot use the
   *     settings
   */
  Optional<String> reason(List<String> hosts, int port) {
    for (String host : hosts) {
      Optional<String> found =
          tls == null ? withoutTls(host, port) : TlsProbe.reason(tls, host, port, OPTIONS);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> withoutTls(String host, int port) {
    try (Socket socket = TlsProbe.connect(host, port)) {
      if (answer(socket) == RESPONSE) {
        return Optional.empty();
      }
    } catch (IOException e) {
      // A node that uses TLS may close the connection without an answer.
    }
    AtomicBoolean presented = new AtomicBoolean();
    try (Socket plain = TlsProbe.connect(host, port);
        SSLSocket socket = over(plain, AnyServer.context(presented), host, port)) {
      socket.startHandshake();
    } catch (IOException e) {
      // It counts whether the node got as far as its certificate.
    }
    return presented.get()
        ? Optional.of(
            "It uses TLS, but the job does not. Set --cassandraTlsTrust or --cassandraTls.")
        : Optional.empty();
  }

  private static int answer(Socket socket) throws IOException {
    socket.getOutputStream().write(OPTIONS);
    socket.getOutputStream().flush();
    return socket.getInputStream().read();
  }

  private static SSLSocket over(Socket plain, SSLContext context, String host, int port)
      throws IOException {
    return (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
  }
}
