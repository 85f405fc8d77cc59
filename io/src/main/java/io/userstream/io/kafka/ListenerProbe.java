package io.userstream.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.net.HostAndPort;
import io.userstream.io.tls.AnyServer;
import io.userstream.io.tls.TlsProbe;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Finds out what a listener expects. A broker closes the connection of a client that uses TLS or a
 * login otherwise than its listener, and the client never says why. The probe sends no secret.
 */
final class ListenerProbe {
  private static final short SASL_HANDSHAKE = 17;
  private static final short UNSUPPORTED_SASL_MECHANISM = 33;

  /** Larger answers are not Kafka's. */
  private static final int MAX_ANSWER_BYTES = 10_000;

  /**
   * The answer of a listener.
   *
   * @param mechanisms of its logins; empty if it has none
   */
  private record Listener(boolean usesTls, List<String> mechanisms) {}

  private ListenerProbe() {}

  /**
   * Compares the first bootstrap server that responds with the properties of a client.
   *
   * @return what does not fit and the fix, as sentences that follow the name of the server; empty
   *     if everything fits or no server responds
   */
  static Optional<String> mismatch(Map<String, ?> properties) {
    String given = String.valueOf(properties.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG));
    String protocol = Ascii.toUpperCase(given.trim());
    String servers = String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    for (String server : Splitter.on(',').trimResults().split(servers)) {
      Optional<Listener> found = ask(HostAndPort.fromString(server));
      if (found.isPresent()) {
        return mismatch(protocol, found.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> mismatch(String protocol, Listener listener) {
    if (listener.usesTls() && !protocol.endsWith("SSL")) {
      return Optional.of(
          "It uses TLS on this port, but the job does not. Set --kafkaTlsTrust, or"
              + " security.protocol in the --kafkaConfig file.");
    }
    if (!listener.usesTls() && protocol.endsWith("SSL")) {
      return Optional.of(
          "It does not use TLS on this port, but the job does. Use the port of its TLS listener.");
    }
    if (!listener.mechanisms().isEmpty() && !protocol.startsWith("SASL")) {
      return Optional.of(
          "It requires a login on this port. Set security.protocol=SASL_"
              + (listener.usesTls() ? "SSL" : "PLAINTEXT")
              + ", sasl.jaas.config and sasl.mechanism ("
              + String.join(" or ", listener.mechanisms())
              + ") in the --kafkaConfig file.");
    }
    return Optional.empty();
  }

  private static Optional<Listener> ask(HostAndPort server) {
    AtomicBoolean usesTls = new AtomicBoolean();
    try (Socket plain = TlsProbe.connect(server.getHost(), server.getPort());
        SSLSocket socket =
            (SSLSocket)
                AnyServer.context(usesTls)
                    .getSocketFactory()
                    .createSocket(plain, server.getHost(), server.getPort(), true)) {
      socket.startHandshake();
      return Optional.of(new Listener(true, mechanisms(socket)));
    } catch (IOException e) {
      if (usesTls.get()) { // For example, it requires a client certificate.
        return Optional.of(new Listener(true, List.of()));
      }
    }
    try (Socket socket = TlsProbe.connect(server.getHost(), server.getPort())) {
      return Optional.of(new Listener(false, mechanisms(socket)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Asks for the login of an unknown mechanism. The answer names the known ones. */
  private static List<String> mechanisms(Socket socket) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream request = new DataOutputStream(bytes);
    request.writeShort(SASL_HANDSHAKE);
    request.writeShort(1); // version
    request.writeInt(1); // correlation id
    request.writeShort(-1); // no client id
    request.writeUTF("NONE");
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(bytes.size());
    bytes.writeTo(out);
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int size = in.readInt();
    if (size < 10 || size > MAX_ANSWER_BYTES || in.readInt() != 1) {
      throw new IOException("not an answer of Kafka");
    }
    List<String> mechanisms = new ArrayList<>();
    if (in.readShort() == UNSUPPORTED_SASL_MECHANISM) {
      for (int count = in.readInt(); count > 0; count--) {
        mechanisms.add(new String(in.readNBytes(in.readUnsignedShort()), UTF_8));
      }
    }
    return mechanisms;
  }
}
