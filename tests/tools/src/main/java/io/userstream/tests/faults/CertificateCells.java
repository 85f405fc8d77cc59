package io.userstream.tests.faults;

import com.google.common.net.HostAndPort;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.StackUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/** Events in the life of certificates, on servers that accept only TLS and logins. */
final class CertificateCells {
  static final Cell RENEWED =
      new Cell(
          "certificates-renewed",
          Stage.SECURED,
          60,
          "all certificates are replaced and the servers restart with them: the driver continues",
          CertificateCells::renewed);

  private CertificateCells() {}

  private static Duration renewed(FlowUnderFire fire) {
    LocalStack stack = fire.stack();
    String before = serialOfKafka(stack);
    stack.renewCertificates();
    fire.mark();
    fire.awaitFlow(); // Connections that are open stay open.
    stack.kafka().stopAll();
    stack.kafka().startAll();
    stack.cassandra().stop();
    stack.cassandra().start();
    fire.requireOffsetsBehindRows();
    if (serialOfKafka(stack).equals(before)) {
      throw new AssertionError("Kafka presents its former certificate");
    }
    fire.mark();
    return fire.awaitFlow();
  }

  /** Returns the serial number of the certificate that Kafka presents to users. */
  private static String serialOfKafka(LocalStack stack) {
    StackUsers users = stack.users().orElseThrow();
    HostAndPort server =
        HostAndPort.fromString(stack.kafka().bootstrapServers(StackUsers.LISTENER));
    try (SSLSocket socket =
        (SSLSocket)
            users
                .issue(StackUsers.ADMIN)
                .context()
                .getSocketFactory()
                .createSocket(server.getHost(), server.getPort())) {
      socket.startHandshake();
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSerialNumber().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
