package io.userstream.io.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Certificates in PEM text and key stores. */
final class TrustedAuthorities {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

  private TrustedAuthorities() {}

  /**
   * Returns a store of the certificates.
   *
   * @throws IllegalArgumentException if there is none
   */
  static KeyStore of(Material.Content content) throws GeneralSecurityException {
    if (content.isPem()) {
      return storeOf(pemCertificates(content.pem()));
    }
    KeyStore store = content.store();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isCertificateEntry(alias)) {
        return store;
      }
    }
    // A PKCS#12 store without a password has the certificates, but hides them.
    throw new IllegalArgumentException(
        "contains no certificate of an authority"
            + (content.password() == null ? ", or needs a password" : ""));
  }

  /**
   * Returns the certificates of a PEM text in their order, and ignores other text.
   *
   * @throws IllegalArgumentException if there is none
   */
  static List<X509Certificate> pemCertificates(String pem) throws CertificateException {
    String blocks =
        CERTIFICATE
            .matcher(pem)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.joining("\n"));
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("contains no certificate");
    }
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(blocks.getBytes(US_ASCII)));
    return certificates.stream().map(X509Certificate.class::cast).toList();
  }

  private static KeyStore storeOf(List<X509Certificate> certificates)
      throws GeneralSecurityException {
    KeyStore store = empty();
    int count = 0;
    for (X509Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + count++, certificate);
    }
    return store;
  }

  static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is read
    }
  }
}
