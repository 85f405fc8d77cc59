package io.userstream.tests.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The files of a certificate that a {@link CertificateAuthority} issued. Immutable.
 *
 * @param key PEM file with the private key (PKCS#8, not encrypted)
 * @param chain PEM file with the certificate and that of its authority
 * @param pem PEM file with both
 * @param keyStore PKCS#12 key store with both
 * @param trustStore PKCS#12 key store with the certificate of the authority
 */
public record IssuedCertificate(Path key, Path chain, Path pem, Path keyStore, Path trustStore) {
  /** The password of the key stores. */
  public static final String STORE_PASSWORD = "of-the-store";

  static IssuedCertificate write(
      Path directory,
      String name,
      PrivateKey key,
      X509Certificate certificate,
      CertificateAuthority authority) {
    IssuedCertificate issued =
        new IssuedCertificate(
            directory.resolve(name + ".key.pem"),
            directory.resolve(name + ".chain.pem"),
            directory.resolve(name + ".pem"),
            directory.resolve(name + ".p12"),
            directory.resolve(name + ".trust.p12"));
    String chain = Pem.of(certificate) + Pem.of(authority.certificate());
    Pem.write(issued.key, Pem.of(key));
    Pem.write(issued.chain, chain);
    Pem.write(issued.pem, chain + Pem.of(key));
    try {
      KeyStore own = empty();
      own.setKeyEntry(
          name,
          key,
          STORE_PASSWORD.toCharArray(),
          new Certificate[] {certificate, authority.certificate()});
      write(own, issued.keyStore);
      KeyStore trust = empty();
      trust.setCertificateEntry("authority", authority.certificate());
      write(trust, issued.trustStore);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return issued;
  }

  /** Returns a context for clients that present this certificate and trust its authority. */
  public SSLContext context() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(KeyStore.getInstance(trustStore.toFile(), STORE_PASSWORD.toCharArray()));
      KeyManagerFactory key =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      key.init(
          KeyStore.getInstance(keyStore.toFile(), STORE_PASSWORD.toCharArray()),
          STORE_PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static void write(KeyStore store, Path file)
      throws GeneralSecurityException, IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, STORE_PASSWORD.toCharArray());
    }
  }
}
