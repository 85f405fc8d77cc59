package io.userstream.io.registry;

import com.google.auto.value.AutoValue;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.annotation.Nullable;

/** Where a schema registry is, and who asks it. Immutable. */
@AutoValue
public abstract class RegistryConnection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Address of the API, without a slash at its end. */
  public abstract String address();

  @Nullable
  abstract String username();

  @Nullable
  abstract String password();

  /**
   * Names a registry.
   *
   * @param address of Confluent's API, as in {@code http://localhost:8081} or, of Apicurio, {@code
   *     http://localhost:8080/apis/ccompat/v7}
   * @param username for HTTP's basic authentication, or null
   * @param password beside the user name, or null
   * @throws IllegalArgumentException when the address is none of http or https
   */
  public static RegistryConnection of(
      String address, @Nullable String username, @Nullable String password) {
    checkAddress(address);
    return new AutoValue_RegistryConnection(address.replaceFirst("/+$", ""), username, password);
  }

  /**
   * Reads the options of the registry.
   *
   * @param reader gets what is wrong with them
   * @return empty if the options name no registry, or are wrong
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

  /**
   * Checks an address.
   *
   * @throws IllegalArgumentException saying what one looks like; without the address, which may
   *     have a password in it
   */
  private static void checkAddress(String address) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(notAnAddress()); // Its own message quotes the address.
    }
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException(notAnAddress());
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "has a user in it, which belongs into options of its own (the value is not shown here)");
    }
  }

  private static String notAnAddress() {
    return "is not an http or https address, as in http://localhost:8081";
  }

  URI uri(String path) {
    return URI.create(address() + path);
  }

  /** The value of the header {@code Authorization}. */
  Optional<String> authorization() {
    if (username() == null) {
      return Optional.empty();
    }
    byte[] login = (username() + ":" + password()).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(login));
  }

  /** Name and address, as messages name a server; no secret. */
  @Override
  public final String toString() {
    return "Schema registry at " + address();
  }
}
