package io.userstream.io.tls;

import com.google.common.base.Throwables;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in words why a TLS connection failed, and which option fixes it. */
public final class TlsFaults {
  private TlsFaults() {}

  /**
   * Searches an exception and its causes for a failure of TLS that no retry fixes.
   *
   * @param prefix the beginning of the options' names, such as {@code cassandraTls}
   * @return the reason and the fix, as two sentences that follow the name of the server; empty if
   *     the failure is another one
   */
  public static Optional<String> reason(Throwable fault, String prefix) {
    boolean ofTls = false;
    String text = "";
    for (Throwable cause : Throwables.getCausalChain(fault)) {
      if (cause instanceof CertificateExpiredException) {
        return Optional.of("Its certificate has expired. Renew it.");
      }
      if (cause instanceof CertificateNotYetValidException) {
        return Optional.of("Its certificate is not valid yet. Check the clocks of both machines.");
      }
      ofTls |= cause instanceof SSLException;
      text += " " + cause.getMessage();
    }
    return ofTls ? known(text.toLowerCase(Locale.ROOT), prefix) : Optional.empty();
  }

  private static Optional<String> known(String text, String prefix) {
    if (text.contains("path building failed")
        || text.contains("path validation failed")
        || text.contains("signature check failed")) {
      return Optional.of(
          "Its certificate is not signed by a trusted authority. Set --"
              + prefix
              + "Trust to the certificate of its authority.");
    }
    if (text.contains("no subject alternative") || text.contains("no name matching")) {
      return Optional.of(
          "Its certificate is issued for other host names. Use such a name, or issue the"
              + " certificate for this one.");
    }
    if (text.contains("certificate_required")
        || text.contains("bad_certificate")
        || text.contains("certificate_unknown")
        || text.contains("unknown_ca")
        || text.contains("certificate_expired")
        || text.contains("handshake_failure")) {
      return Optional.of(
          "It rejected the certificate of this client, or the lack of one. Set --"
              + prefix
              + "Key to a certificate that it accepts.");
    }
    if (text.contains("unsupported or unrecognized ssl message")
        || text.contains("not an ssl/tls record")) {
      return Optional.of("It does not use TLS on this port.");
    }
    return Optional.empty();
  }
}
