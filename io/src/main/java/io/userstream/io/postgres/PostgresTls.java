package io.userstream.io.postgres;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import io.userstream.io.options.OptionReader;
import io.userstream.io.tls.TlsFaults;
import io.userstream.io.tls.TlsSettings;
import io.userstream.io.tls.TlsValues;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;

/** The {@code rawStoreTls} options as properties of the driver. */
final class PostgresTls {
  /** The beginning of the options' names. */
  private static final String PREFIX = "rawStoreTls";

  private PostgresTls() {}

  /**
   * Reads the options. Any of them implies TLS.
   *
   * @param reader collects problems, such as parameters of the address that contradict the options
   * @return empty if none is set
   */
  static Optional<TlsSettings> read(RawStoreOptions options, OptionReader reader) {
    TlsSettings settings =
        TlsSettings.read(
            PREFIX,
            new TlsValues(
                options.getRawStoreTlsTrust(),
                options.getRawStoreTlsTrustPassword(),
                options.getRawStoreTlsKey(),
                options.getRawStoreTlsKeyPassword(),
                options.getRawStoreTlsVerifyHost()),
            reader);
    if (!settings.isCustom()) {
      return Optional.empty();
    }
    String address = Ascii.toLowerCase(String.valueOf(options.getRawStore()));
    if (options.getRawStore() == null) {
      reader.reject("rawStore", "is required with --" + PREFIX + " options");
    } else if (address.matches(".*[?&]ssl.*")) {
      reader.reject(
          "rawStore",
          "has ssl parameters that contradict the --" + PREFIX + " options: remove them");
    }
    return Optional.of(settings);
  }

  /**
   * Returns the hosts of an address to which the driver sends a password without TLS: by default,
   * it does without TLS if the server, or an attacker, says so.
   */
  static List<String> clearTextHosts(String url) {
    String mode = Ascii.toLowerCase(parsed(url).getProperty("sslmode", "prefer"));
    return Set.of("disable", "allow", "prefer").contains(mode) ? hosts(url) : List.of();
  }

  /** Returns the hosts of an address. */
  static List<String> hosts(String url) {
    return Splitter.on(',').splitToList(parsed(url).getProperty("PGHOST", "localhost"));
  }

  private static Properties parsed(String url) {
    return Optional.ofNullable(Driver.parseURL(url, null)).orElseGet(Properties::new);
  }

  /**
   * Makes the driver use TLS.
   *
   * @throws io.userstream.io.options.UnusableReferenceException if this host cannot use a reference
   */
  static void use(TlsSettings settings, Properties properties) {
    Object unused = settings.context();
    properties.setProperty("sslmode", settings.verifiesHost() ? "verify-full" : "verify-ca");
    properties.setProperty("sslfactory", PostgresSockets.class.getName());
    properties.setProperty("sslfactoryarg", PostgresSockets.idOf(settings));
  }

  /** Returns whether TLS or the lack of it is why there is no connection. No retry fixes that. */
  static boolean isRefusal(Throwable fault) {
    return reason(fault, false).isPresent();
  }

  /**
   * Returns the reason and the fix, as sentences that follow the name of the database.
   *
   * @param hasKey whether the job has a client certificate. Java does not send one of an authority
   *     that the server does not trust
   * @return empty if the fault has nothing to do with TLS
   */
  static Optional<String> reason(Throwable fault, boolean hasKey) {
    String message = PostgresFaults.reason(fault);
    if (message.startsWith("The server does not support SSL")) {
      return Optional.of("It does not use TLS, but the job does. Switch it on at the server.");
    }
    if (message.contains("no encryption") || message.contains("SSL off")) {
      return Optional.of("It requires TLS from this client. Set --" + PREFIX + "Trust.");
    }
    if (message.contains("requires a valid client certificate")) {
      return Optional.of(
          hasKey
              ? "It does not trust the authority of the client certificate. Fix --"
                  + PREFIX
                  + "Key."
              : "It requires a client certificate. Set --" + PREFIX + "Key.");
    }
    return TlsFaults.reason(fault, PREFIX);
  }
}
