package io.userstream.pipelines.status;

import io.userstream.io.options.UnusableReferenceException;
import io.userstream.io.tls.TlsSettings;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A context whose new connections use the present contents of the files. The JDK's server takes one
 * context for its whole life. Thread-safe.
 */
final class RenewedContext extends SSLContext {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedContext.class);

  RenewedContext(TlsSettings settings) {
    this(settings, settings.context());
  }

  private RenewedContext(TlsSettings settings, SSLContext first) {
    super(new Present(settings, first), first.getProvider(), first.getProtocol());
  }

  private static final class Present extends SSLContextSpi {
    private final TlsSettings settings;
    private SSLContext last;

    Present(TlsSettings settings, SSLContext first) {
      this.settings = settings;
      this.last = first;
    }

    /** Keeps the last usable context, because a file may be read while it is replaced. */
    private synchronized SSLContext present() {
      try {
        last = settings.context();
      } catch (UnusableReferenceException e) {
        LOG.warn("still using the previous certificate of the status page: {}", e.getMessage());
      }
      return last;
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return present().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return present().createSSLEngine(host, port);
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return present().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return present().getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return present().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return present().getClientSessionContext();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("has its certificates already");
    }
  }
}
