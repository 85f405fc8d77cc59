package io.userstream.io.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/**
 * Connects once more without a client library, because libraries lose the reason if a server
 * rejects a certificate, which with TLS 1.3 happens after the handshake.
 */
public final class TlsProbe {
  private static final int TIMEOUT_MS = 1_000;

  private TlsProbe() {}

  /**
   * Sends a request and waits for the first byte of the response.
   *
   * @param request without a secret
   * @return the reason and the fix, as {@link TlsFaults#reason}; empty if the server responds, or
   *     the failure is another one
   * @throws UnusableReferenceException if this host cannot use the settings
   */
  public static Optional<String> reason(TlsSettings tls, String host, int port, byte[] request) {
    try (Socket plain = connect(host, port);
        Socket socket = tls.clientSocket(plain, host, port)) {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      int unused = socket.getInputStream().read();
      return Optional.empty();
    } catch (IOException e) {
      return TlsFaults.reason(e, tls.prefix());
    }
  }

  /**
   * Opens a connection with short time limits.
   *
   * @throws IOException if nothing listens
   */
  public static Socket connect(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
