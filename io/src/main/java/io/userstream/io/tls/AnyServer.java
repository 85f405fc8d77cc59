package io.userstream.io.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** For probes that find out whether a server uses TLS, and send no secret. */
public final class AnyServer {
  private AnyServer() {}

  /**
   * Returns a context that accepts every certificate.
   *
   * @param presented becomes true when a server has presented one
   */
  public static SSLContext context(AtomicBoolean presented) {
    X509TrustManager any =
        new X509TrustManager() {
          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {
            presented.set(true);
          }

          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {any}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // Every Java has TLS.
    }
  }
}
