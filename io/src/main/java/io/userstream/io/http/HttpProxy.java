package io.userstream.io.http;

import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import java.io.Serializable;
import java.net.URI;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * A proxy between the job and a server. Connections to https servers pass it as a tunnel.
 * Immutable.
 *
 * @param option the name of the option with the address, such as {@code apiProxy}, with which the
 *     names of user and password begin
 * @param username null if the proxy requires no login
 * @param password a reference, so that requests use a rotated password
 */
public record HttpProxy(
    String option,
    String host,
    int port,
    @Nullable String username,
    @Nullable SecretReference password)
    implements Serializable {
  /**
   * Reads the options of a proxy.
   *
   * @param option see above
   * @param address like {@code http://proxy.example.com:3128}
   * @param reader collects problems
   * @return empty if no proxy is configured, or an option is wrong
   */
  public static Optional<HttpProxy> read(
      String option,
      @Nullable String address,
      @Nullable String username,
      @Nullable String password,
      OptionReader reader) {
    String example = "http://proxy.example.com:3128";
    Optional<SecretReference> secret = reader.secret(option + "Password", password);
    Optional<URI> proxy =
        reader
            .webAddress(
                option,
                address,
                example,
                "use --" + option + "Username and --" + option + "Password")
            .map(URI::create);
    if ((username == null) != (password == null)) {
      String missing = username == null ? "Username" : "Password";
      reader.reject(
          option + (username == null ? "Password" : "Username"), "needs --" + option + missing);
    }
    if (address == null && (username != null || password != null)) {
      reader.reject(option, "is required with a user name and password");
    }
    if (proxy.isPresent() && !isProxy(proxy.get())) {
      reader.reject(option, address, "must be an http address with a port, like " + example);
      return Optional.empty();
    }
    return proxy.map(
        uri -> new HttpProxy(option, uri.getHost(), uri.getPort(), username, secret.orElse(null)));
  }

  /** Java's client supports only proxies that are themselves addressed without TLS. */
  private static boolean isProxy(URI uri) {
    return uri.getScheme().equals("http") && uri.getPort() > 0 && uri.getPath().matches("/?");
  }

  /**
   * Returns the value of the header {@code Proxy-Authorization}.
   *
   * @throws io.userstream.io.options.UnusableReferenceException if this host cannot resolve the
   *     password
   */
  Optional<String> login() {
    return username == null || password == null
        ? Optional.empty()
        : Optional.of(BasicLogin.header(username, password.onThisHost(option + "Password")));
  }
}
