package io.userstream.io.cassandra;

import com.datastax.driver.core.RemoteEndpointAwareJdkSSLOptions;
import com.datastax.driver.core.SSLOptions;
import io.netty.channel.socket.SocketChannel;
import io.userstream.io.options.OptionReader;
import io.userstream.io.tls.TlsSettings;
import io.userstream.io.tls.TlsValues;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.apache.beam.sdk.options.ValueProvider;

/**
 * TLS for the Cassandra driver. The driver's options cannot be serialized, so each worker creates
 * them from the {@link TlsSettings} of the job. Immutable.
 */
final class CassandraTls implements ValueProvider<SSLOptions>, Serializable {
  private static final long serialVersionUID = 1L;

  /** The beginning of the options' names. */
  static final String PREFIX = "cassandraTls";

  private final TlsSettings settings;

  CassandraTls(TlsSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads the options.
   *
   * @param reader collects problems
   * @return empty if the job does not use TLS
   */
  static Optional<TlsSettings> read(CassandraOptions options, OptionReader reader) {
    TlsSettings settings =
        TlsSettings.read(
            PREFIX,
            new TlsValues(
                options.getCassandraTlsTrust(),
                options.getCassandraTlsTrustPassword(),
                options.getCassandraTlsKey(),
                options.getCassandraTlsKeyPassword(),
                options.getCassandraTlsVerifyHost()),
            reader);
    Boolean wanted = options.getCassandraTls();
    if (settings.isCustom() && Boolean.FALSE.equals(wanted)) {
      reader.reject(
          PREFIX, false, "contradicts the other --cassandraTls options: remove it or them");
    }
    return settings.isCustom() || Boolean.TRUE.equals(wanted)
        ? Optional.of(settings)
        : Optional.empty();
  }

  /**
   * Returns options with which every new connection resolves the references again.
   *
   * @throws io.userstream.io.options.UnusableReferenceException if this host cannot use a
   *     reference. Without this check, the driver would try to connect forever
   */
  @Override
  public SSLOptions get() {
    Object unused = settings.context();
    return new EachConnection(settings);
  }

  @Override
  public boolean isAccessible() {
    return true;
  }

  @Override
  public String toString() {
    return "TLS";
  }

  private static final class EachConnection extends RemoteEndpointAwareJdkSSLOptions {
    private final TlsSettings settings;

    EachConnection(TlsSettings settings) {
      super(null, null);
      this.settings = settings;
    }

    @Override
    protected SSLEngine newSSLEngine(SocketChannel channel, InetSocketAddress server) {
      // Not getHostName(), which asks DNS for the name of an address.
      return settings.clientEngine(server.getHostString(), server.getPort());
    }
  }
}
