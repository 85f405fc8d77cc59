package io.userstream.io.registry;

import io.userstream.io.options.OptionReader;
import io.userstream.io.tls.ClearText;
import java.net.URI;
import java.util.Optional;

/** Checks that the options of a registry's login and TLS fit together. */
final class RegistryLogin {
  private final RegistryOptions options;
  private final OptionReader reader;

  RegistryLogin(RegistryOptions options, OptionReader reader) {
    this.options = options;
    this.reader = reader;
  }

  /** Reports all problems. */
  void check(Optional<RegistryConnection> connection, boolean hasTlsOptions) {
    boolean hasUser = options.getSchemaRegistryUsername() != null;
    boolean hasPassword = options.getSchemaRegistryPassword() != null;
    boolean hasToken = options.getSchemaRegistryToken() != null;
    if (hasUser && !hasPassword) {
      reader.reject("schemaRegistryUsername", "needs --schemaRegistryPassword");
    }
    if (hasPassword && !hasUser) {
      reader.reject("schemaRegistryPassword", "needs --schemaRegistryUsername");
    }
    if (hasToken && (hasUser || hasPassword)) {
      reader.reject("schemaRegistryToken", "replaces user name and password: remove it or them");
    }
    if ((hasUser || hasPassword || hasToken) && options.getSchemaRegistry() == null) {
      reader.reject("schemaRegistry", "is required with a user name and password, or a token");
    }
    if (hasTlsOptions && options.getSchemaRegistry() == null) {
      reader.reject("schemaRegistry", "is required with --schemaRegistryTls options");
    }
    connection.map(it -> it.uri("")).ifPresent(address -> check(address, hasTlsOptions));
  }

  private void check(URI address, boolean hasTlsOptions) {
    if (address.getScheme().equals("https")) {
      return;
    }
    if (hasTlsOptions) {
      reader.reject("schemaRegistry", "needs an https address with --schemaRegistryTls options");
    }
    boolean isSecret =
        options.getSchemaRegistryPassword() != null || options.getSchemaRegistryToken() != null;
    if (isSecret && ClearText.isOtherMachine(address.getHost()) && !options.getAllowInsecure()) {
      reader.reject(
          options.getSchemaRegistryToken() == null
              ? "schemaRegistryPassword"
              : "schemaRegistryToken",
          "would be sent to "
              + address.getHost()
              + " without TLS: use an https address, or set --allowInsecure");
    }
  }
}
