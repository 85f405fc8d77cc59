package io.userstream.pipelines.status;

import io.userstream.io.options.OptionReader;
import io.userstream.io.tls.TlsSettings;
import io.userstream.io.tls.TlsValues;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where and to whom a job serves its status. Immutable.
 *
 * @param address unresolved if the host does not resolve
 * @param tls empty for plain HTTP
 * @param clientCertificates whether clients need one
 * @param login who may read
 */
public record StatusEndpoint(
    InetSocketAddress address,
    Optional<TlsSettings> tls,
    boolean clientCertificates,
    StatusLogin login) {
  /** The beginning of the names of the TLS options. */
  static final String TLS = "statusTls";

  /** Returns an endpoint without TLS and login. */
  public static StatusEndpoint open(InetSocketAddress address) {
    return new StatusEndpoint(address, Optional.empty(), false, StatusLogin.NONE);
  }

  /**
   * Reads the options.
   *
   * @param reader receives problems with them
   * @return empty if the status is not served
   */
  public static Optional<StatusEndpoint> read(StatusOptions options, OptionReader reader) {
    Optional<InetSocketAddress> address = StatusAddress.read(options, reader);
    TlsSettings tls =
        TlsSettings.read(
            TLS,
            new TlsValues(
                options.getStatusTlsTrust(),
                options.getStatusTlsTrustPassword(),
                options.getStatusTlsKey(),
                options.getStatusTlsKeyPassword(),
                true),
            reader);
    if (options.getStatusTlsTrust() != null && options.getStatusTlsKey() == null) {
      reader.reject(TLS + "Trust", "needs --" + TLS + "Key");
    }
    StatusLogin login = StatusLogin.read(options, reader);
    if (options.getStatusAddress() == null && isSecured(options)) {
      reader.reject("statusAddress", "is required with the other --status options");
    }
    return address.map(
        it ->
            new StatusEndpoint(
                it,
                options.getStatusTlsKey() == null ? Optional.empty() : Optional.of(tls),
                options.getStatusTlsTrust() != null,
                login));
  }

  private static boolean isSecured(StatusOptions options) {
    return Stream.of(
            options.getStatusTlsKey(),
            options.getStatusTlsTrust(),
            options.getStatusUsername(),
            options.getStatusPassword(),
            options.getStatusToken())
        .anyMatch(value -> value != null);
  }

  /** Returns what others on the network can read or use, if anything. */
  Optional<String> warning() {
    if (address.isUnresolved() || address.getAddress().isLoopbackAddress()) {
      return Optional.empty();
    }
    if (login.isNone() && !clientCertificates) {
      return Optional.of(
          "every machine that reaches it can read the status page: set --statusToken or"
              + " --statusUsername, or listen on 127.0.0.1");
    }
    return tls.isPresent()
        ? Optional.empty()
        : Optional.of("logins at the status page are sent in clear text: set --statusTlsKey");
  }
}
