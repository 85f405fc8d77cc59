package io.userstream.io.registry;

import com.google.auto.value.AutoValue;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.io.options.WebAddress;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.annotation.Nullable;

/** Connection settings for a schema registry. Immutable. */
@AutoValue
public abstract class RegistryConnection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Address of the API, without a trailing slash. */
  public abstract String address();

  @Nullable
  abstract String username();

  @Nullable
  abstract String password();

  /**
   * Creates a connection.
   *
   * @param address of Confluent's API, such as {@code http://localhost:8081}, or of Apicurio, such
   *     as {@code http://localhost:8080/apis/ccompat/v7}
   * @param username for HTTP basic authentication, or null
   * @param password for HTTP basic authentication, or null
   * @throws IllegalArgumentException if it is not an http or https address
   */
  public static RegistryConnection of(
      String address, @Nullable String username, @Nullable String password) {
    String unused =
        WebAddress.checked(
            address,
            "http://localhost:8081",
            "use --schemaRegistryUsername and --schemaRegistryPassword instead");
    return new AutoValue_RegistryConnection(address.replaceFirst("/+$", ""), username, password);
  }

  /**
   * Reads the registry options.
   *
   * @param reader collects problems
   * @return empty if no registry is configured, or the address is invalid
   */
  static Optional<RegistryConnection> read(RegistryOptions options, OptionReader reader) {
    String username = options.getSchemaRegistryUsername();
    Optional<SecretReference> password =
        reader.secret("schemaRegistryPassword", options.getSchemaRegistryPassword());
    boolean hasPassword = options.getSchemaRegistryPassword() != null;
    Optional<RegistryConnection> connection = Optional.empty();
    if (options.getSchemaRegistry() != null) {
      try {
        connection =
            Optional.of(
                of(
                    options.getSchemaRegistry(),
                    username,
                    password.map(SecretReference::resolve).orElse(null)));
      } catch (IllegalArgumentException e) {
        reader.reject("schemaRegistry", e.getMessage());
      }
    }
    if (username != null && !hasPassword) {
      reader.reject("schemaRegistryUsername", "needs --schemaRegistryPassword");
    }
    if (hasPassword && username == null) {
      reader.reject("schemaRegistryPassword", "needs --schemaRegistryUsername");
    }
    if ((username != null || hasPassword) && options.getSchemaRegistry() == null) {
      reader.reject("schemaRegistry", "is required with a user name and password");
    }
    return connection;
  }

  URI uri(String path) {
    return URI.create(address() + path);
  }

  /** Returns the value of the header {@code Authorization}. */
  Optional<String> authorization() {
    if (username() == null) {
      return Optional.empty();
    }
    byte[] login = (username() + ":" + password()).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(login));
  }

  /** Returns the name for messages, without the credentials. */
  @Override
  public final String toString() {
    return "Schema registry at " + address();
  }
}
