package io.userstream.io.registry;

import com.google.auto.value.AutoValue;
import io.userstream.io.http.BasicLogin;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.io.options.WebAddress;
import io.userstream.io.tls.TlsSettings;
import io.userstream.io.tls.TlsValues;
import java.io.Serializable;
import java.net.URI;
import java.util.Optional;
import javax.annotation.Nullable;

/** Connection settings for a schema registry. Immutable. */
@AutoValue
public abstract class RegistryConnection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The beginning of the names of the TLS options. */
  private static final String TLS = "schemaRegistryTls";

  /** Address of the API, without a trailing slash. */
  public abstract String address();

  @Nullable
  abstract String username();

  /** A reference, so that requests use a rotated password. */
  @Nullable
  abstract SecretReference password();

  /** A bearer token instead of user name and password. */
  @Nullable
  abstract SecretReference token();

  abstract TlsSettings tls();

  /**
   * Creates a connection without a login.
   *
   * @param address of Confluent's API, such as {@code http://localhost:8081}, or of Apicurio, such
   *     as {@code http://localhost:8080/apis/ccompat/v7}
   * @throws IllegalArgumentException if it is not an http or https address
   */
  public static RegistryConnection of(String address) {
    return of(address, null, null, null, TlsSettings.defaults(TLS));
  }

  static RegistryConnection of(
      String address,
      @Nullable String username,
      @Nullable SecretReference password,
      @Nullable SecretReference token,
      TlsSettings tls) {
    String unused =
        WebAddress.checked(
            address,
            "http://localhost:8081",
            "use --schemaRegistryUsername and --schemaRegistryPassword instead");
    return new AutoValue_RegistryConnection(
        address.replaceFirst("/+$", ""), username, password, token, tls);
  }

  /**
   * Reads the registry options.
   *
   * @param reader collects problems
   * @return empty if no registry is configured, or the address is invalid
   */
  static Optional<RegistryConnection> read(RegistryOptions options, OptionReader reader) {
    Optional<SecretReference> password =
        reader.secret("schemaRegistryPassword", options.getSchemaRegistryPassword());
    Optional<SecretReference> token =
        reader.secret("schemaRegistryToken", options.getSchemaRegistryToken());
    TlsSettings tls =
        TlsSettings.read(
            TLS,
            new TlsValues(
                options.getSchemaRegistryTlsTrust(),
                options.getSchemaRegistryTlsTrustPassword(),
                options.getSchemaRegistryTlsKey(),
                options.getSchemaRegistryTlsKeyPassword(),
                options.getSchemaRegistryTlsVerifyHost()),
            reader);
    Optional<RegistryConnection> connection = Optional.empty();
    if (options.getSchemaRegistry() != null) {
      try {
        connection =
            Optional.of(
                of(
                    options.getSchemaRegistry(),
                    options.getSchemaRegistryUsername(),
                    password.orElse(null),
                    token.orElse(null),
                    tls));
      } catch (IllegalArgumentException e) {
        reader.reject("schemaRegistry", e.getMessage());
      }
    }
    new RegistryLogin(options, reader).check(connection, tls.isCustom());
    return connection;
  }

  URI uri(String path) {
    return URI.create(address() + path);
  }

  /**
   * Returns the value of the header {@code Authorization}.
   *
   * @throws io.userstream.io.options.UnusableReferenceException if this host cannot resolve the
   *     password or token
   */
  Optional<String> authorization() {
    if (token() != null) {
      return Optional.of("Bearer " + token().onThisHost("schemaRegistryToken"));
    }
    if (username() == null || password() == null) {
      return Optional.empty();
    }
    return Optional.of(
        BasicLogin.header(username(), password().onThisHost("schemaRegistryPassword")));
  }

  /** Returns the name for messages, without the credentials. */
  @Override
  public final String toString() {
    return "Schema registry at " + address();
  }
}
