package io.userstream.io.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.annotation.Nullable;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Builds TLS contexts. */
final class Contexts {
  private Contexts() {}

  /** Returns the context that Java's system properties describe. */
  static SSLContext ofJava() {
    try {
      return SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java cannot use its own TLS settings: " + e.getMessage(), e);
    }
  }

  /**
   * Returns a context.
   *
   * @param trust empty for the authorities that Java trusts
   * @param key empty for no own certificate
   */
  static SSLContext of(Optional<KeyStore> trust, Optional<KeyManager[]> key, boolean verifiesHost) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trust.orElse(null));
      TrustManager[] managers = factory.getTrustManagers();
      if (!verifiesHost) {
        managers = new TrustManager[] {new AnyHost((X509ExtendedTrustManager) managers[0])};
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(key.orElse(null), managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // Every Java has TLS.
    }
  }

  /** Verifies certificates, but not host names, which some clients cannot switch off. */
  private static final class AnyHost extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;

    AnyHost(X509ExtendedTrustManager authorities) {
      this.authorities = authorities;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      authorities.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws CertificateException {
      authorities.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      authorities.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      authorities.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws CertificateException {
      authorities.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      authorities.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return authorities.getAcceptedIssuers();
    }
  }
}
