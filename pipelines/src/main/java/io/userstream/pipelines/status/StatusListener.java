package io.userstream.pipelines.status;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.userstream.io.tls.TlsSettings;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLParameters;

/** Creates the server that listens at an endpoint. */
final class StatusListener {
  private StatusListener() {}

  /**
   * Binds the address.
   *
   * @throws ServerException with one line if the address cannot be used
   */
  static HttpServer bind(StatusEndpoint endpoint) {
    InetSocketAddress address = endpoint.address();
    String what = "--statusAddress=" + address.getHostString() + ":" + address.getPort();
    if (address.isUnresolved()) {
      throw new ServerException(
          what + ": the name does not resolve. Use an address of this machine");
    }
    try {
      Optional<TlsSettings> tls = endpoint.tls();
      if (tls.isEmpty()) {
        return HttpServer.create(address, 0);
      }
      HttpsServer server = HttpsServer.create(address, 0);
      server.setHttpsConfigurator(
          new Configurator(new RenewedContext(tls.get()), endpoint.clientCertificates()));
      return server;
    } catch (BindException e) {
      throw new ServerException(
          String.format(
              Locale.ROOT,
              "%s: cannot listen (%s). Stop the program that uses the port, or choose another port",
              what,
              e.getMessage()),
          e);
    } catch (IOException e) {
      throw new ServerException(what + ": " + e.getMessage(), e);
    }
  }

  private static final class Configurator extends HttpsConfigurator {
    private final boolean clientCertificates;

    Configurator(RenewedContext context, boolean clientCertificates) {
      super(context);
      this.clientCertificates = clientCertificates;
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
      wanted.setNeedClientAuth(clientCertificates);
      parameters.setSSLParameters(wanted);
    }
  }
}
