package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues certificates for servers and clients of a test:
 *
 * <pre>{@code
 * CertificateAuthority authority = CertificateAuthority.create(directory, "userstream");
 * IssuedCertificate broker = authority.issue("kafka-1", List.of("localhost", "127.0.0.1"));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class CertificateAuthority {
  private static final Duration VALIDITY = Duration.ofDays(30);

  /** Clocks of one machine agree, but certificates have whole seconds. */
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  private static final AtomicLong SERIAL = new AtomicLong(System.currentTimeMillis());

  private final Path directory;
  private final X500Name name;
  private final KeyPair pair;
  private final X509Certificate certificate;

  private CertificateAuthority(
      Path directory, X500Name name, KeyPair pair, X509Certificate certificate) {
    this.directory = directory;
    this.name = name;
    this.pair = pair;
    this.certificate = certificate;
  }

  /**
   * Makes a new authority with a self-signed certificate.
   *
   * @param directory receives the files of the issued certificates
   * @param name its common name, which is also the beginning of its file's name
   */
  public static CertificateAuthority create(Path directory, String name) {
    X500Name subject = new X500Name("CN=" + name);
    KeyPair pair = newPair();
    Instant now = Instant.now();
    X509Certificate certificate =
        sign(subject, pair, subject, pair, now.minus(LEEWAY), now.plus(VALIDITY), List.of(), true);
    CertificateAuthority authority =
        new CertificateAuthority(directory, subject, pair, certificate);
    Pem.write(authority.trust(), Pem.of(certificate));
    return authority;
  }

  /** Returns the PEM file with the certificate of this authority. */
  public Path trust() {
    return directory.resolve(name.toString().replace("CN=", "") + ".ca.pem");
  }

  /** Returns the certificate of this authority. */
  X509Certificate certificate() {
    return certificate;
  }

  /**
   * Issues a certificate that is valid now.
   *
   * @param subject its common name and the beginning of its files' names; the same name replaces
   *     the files, as a renewal does
   * @param hosts the names and IP addresses of a server; none for a client
   */
  public IssuedCertificate issue(String subject, List<String> hosts) {
    Instant now = Instant.now();
    return issue(subject, hosts, now.minus(LEEWAY), now.plus(VALIDITY));
  }

  /** Issues a certificate that expired a day ago. */
  public IssuedCertificate issueExpired(String subject, List<String> hosts) {
    Instant now = Instant.now();
    return issue(subject, hosts, now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
  }

  private IssuedCertificate issue(String subject, List<String> hosts, Instant from, Instant until) {
    KeyPair own = newPair();
    X509Certificate issued =
        sign(name, pair, new X500Name("CN=" + subject), own, from, until, hosts, false);
    return IssuedCertificate.write(directory, subject, own.getPrivate(), issued, this);
  }

  private static KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate sign(
      X500Name issuer,
      KeyPair issuing,
      X500Name subject,
      KeyPair own,
      Instant from,
      Instant until,
      List<String> hosts,
      boolean isAuthority) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  issuer,
                  BigInteger.valueOf(SERIAL.incrementAndGet()),
                  Date.from(from),
                  Date.from(until),
                  subject,
                  own.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      if (!hosts.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                hosts.stream().map(CertificateAuthority::name).toArray(GeneralName[]::new)));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuing.getPrivate())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralName name(String host) {
    boolean isAddress = host.matches("[0-9.]+|.*:.*");
    return new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }
}
