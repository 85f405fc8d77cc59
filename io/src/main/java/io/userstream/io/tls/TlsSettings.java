package io.userstream.io.tls;

import com.google.auto.value.AutoValue;
import io.userstream.io.options.OptionReader;
import java.io.IOException;
import java.io.Serializable;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The trusted authorities and the own certificate for the connections to one server. Contains
 * references, which are resolved on the machine that connects, so that no key leaves it, and new
 * connections use renewed certificates. Immutable and thread-safe.
 */
@AutoValue
public abstract class TlsSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Static, because runners copy transforms: one context per JVM until a content changes. */
  private static final Map<TlsSettings, Cached> CONTEXTS = new ConcurrentHashMap<>();

  private record Cached(
      Optional<Material.Content> trust, Optional<Material.Content> key, SSLContext context) {}

  /** The beginning of the options' names, such as {@code cassandraTls}, for messages. */
  public abstract String prefix();

  /** Certificates of trusted authorities. Null for those that Java trusts. */
  @Nullable
  abstract Material trust();

  /** The own certificate with its chain and its private key. Null for none. */
  @Nullable
  abstract Material key();

  /** Whether the server's certificate must be issued for the host name of the connection. */
  public abstract boolean verifiesHost();

  /** Returns settings that trust Java's authorities and have no own certificate. */
  public static TlsSettings defaults(String prefix) {
    return new AutoValue_TlsSettings(prefix, null, null, true);
  }

  /**
   * Reads the five options that every server has, and checks that their contents can be used.
   *
   * @param prefix the beginning of their names: {@code cassandraTls} for {@code
   *     --cassandraTlsTrust}
   * @param values the values of the options
   * @param reader collects problems
   */
  public static TlsSettings read(String prefix, TlsValues values, OptionReader reader) {
    Optional<Material> trust =
        Material.read(prefix + "Trust", values.trust(), values.trustPassword(), reader);
    Optional<Material> key =
        Material.read(prefix + "Key", values.key(), values.keyPassword(), reader);
    trust.ifPresent(given -> given.check(TrustedAuthorities::of, reader));
    key.ifPresent(given -> given.check(OwnKey::of, reader));
    return new AutoValue_TlsSettings(
        prefix, trust.orElse(null), key.orElse(null), values.verifyHost());
  }

  /** Returns whether any option differs from its default. */
  public boolean isCustom() {
    return !equals(defaults(prefix()));
  }

  /** Returns whether there is an own certificate. */
  public boolean hasKey() {
    return key() != null;
  }

  /**
   * Returns a context with the present contents of the references, or Java's default context, with
   * the key store of {@code -Djavax.net.ssl.keyStore}, if no option is set. The same contents yield
   * the same instance. If {@link #verifiesHost} is set, the connection must ask for the comparison
   * of host names, as HTTPS clients, {@link #clientEngine} and {@link #clientSocket} do. Otherwise
   * the context ignores that request.
   *
   * @throws UnusableReferenceException with the option, the reference and the name of this host, if
   *     a content cannot be used
   */
  public SSLContext context() {
    if (!isCustom()) {
      return Contexts.ofJava();
    }
    Optional<Material.Content> trust = Optional.ofNullable(trust()).map(Material::onThisHost);
    Optional<Material.Content> key = Optional.ofNullable(key()).map(Material::onThisHost);
    Cached cached =
        CONTEXTS.compute(
            this,
            (settings, known) ->
                known != null && known.trust().equals(trust) && known.key().equals(key)
                    ? known
                    : new Cached(trust, key, newContext()));
    return Objects.requireNonNull(cached).context();
  }

  /**
   * Returns an engine for one connection of a client, which compares the host name unless that is
   * switched off.
   *
   * @param host the name with which the server is addressed
   * @throws UnusableReferenceException as {@link #context}
   */
  public SSLEngine clientEngine(String host, int port) {
    SSLEngine engine = context().createSSLEngine(host, port);
    engine.setUseClientMode(true);
    engine.setSSLParameters(comparingHost(engine.getSSLParameters()));
    return engine;
  }

  /**
   * Returns a socket over a connected one, which compares the host name unless that is switched
   * off. Closing it closes both.
   *
   * @param host the name with which the server is addressed
   * @throws IOException if the connection is closed
   * @throws UnusableReferenceException as {@link #context}
   */
  public SSLSocket clientSocket(Socket connected, String host, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket(connected, host, port, true);
    socket.setSSLParameters(comparingHost(socket.getSSLParameters()));
    return socket;
  }

  private SSLParameters comparingHost(SSLParameters parameters) {
    if (verifiesHost()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    return parameters;
  }

  private SSLContext newContext() {
    return Contexts.of(
        Optional.ofNullable(trust()).map(given -> given.use(TrustedAuthorities::of)),
        Optional.ofNullable(key()).map(given -> given.use(OwnKey::of)),
        verifiesHost());
  }
}
