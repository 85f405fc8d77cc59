package io.userstream.io.postgres;

import io.userstream.io.tls.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;

/**
 * Gives the driver the {@link TlsSettings} of the job. The driver creates an instance by its name
 * for each connection, and passes it a text. Thread-safe.
 */
public final class PostgresSockets extends SSLSocketFactory {
  /** The driver cannot pass objects. There are as many entries as databases of this JVM. */
  private static final Map<String, TlsSettings> SETTINGS = new ConcurrentHashMap<>();

  private final TlsSettings settings;

  /**
   * Creates the factory of one connection.
   *
   * @param id of the settings
   */
  public PostgresSockets(String id) {
    settings = Objects.requireNonNull(SETTINGS.get(id), id);
  }

  /** Returns the text for the driver. */
  static String idOf(TlsSettings settings) {
    String id = settings.toString(); // references only
    SETTINGS.put(id, settings);
    return id;
  }

  /** Ignores {@code autoClose}, with which the driver always asks for closing both sockets. */
  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    return settings.clientSocket(connected, host, port);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw unused();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory().getSupportedCipherSuites();
  }

  private SSLSocketFactory factory() {
    return settings.context().getSocketFactory();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("the driver connects first and then starts TLS");
  }
}
