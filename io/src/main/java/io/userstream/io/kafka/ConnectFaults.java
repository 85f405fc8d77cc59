package io.userstream.io.kafka;

import com.google.common.base.Throwables;
import io.userstream.io.tls.TlsFaults;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Says why a client cannot be created or gets no answer, and which option fixes it. */
final class ConnectFaults {
  /** Matches the user in {@code sasl.jaas.config}, but not the password. */
  private static final Pattern USER = Pattern.compile("\\busername\\s*=\\s*\"?([^\"\\s;]+)");

  private final String kafka;
  private final Map<String, ?> properties;

  ConnectFaults(String kafka, Map<String, ?> properties) {
    this.kafka = kafka;
    this.properties = properties;
  }

  /**
   * Returns the fault of a client that could not be created.
   *
   * @throws ServerWait.NotYetException if another attempt may succeed
   */
  ServerException ofCreation(KafkaException e) throws ServerWait.NotYetException {
    for (Throwable cause : Throwables.getCausalChain(e)) {
      if (cause instanceof UnusableSecretException) {
        return new ServerException(kafka + ": " + cause.getMessage(), e);
      }
    }
    String reason = Throwables.getRootCause(e).getMessage();
    if (reason != null && reason.contains("No resolvable bootstrap urls")) {
      throw new ServerWait.NotYetException("the name does not resolve", e);
    }
    if (Throwables.getCausalChain(e).stream().anyMatch(LoginException.class::isInstance)
        && properties.containsKey(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL)) {
      return refused(
          String.format(
              Locale.ROOT,
              ": this client got no token from %s (%s). Fix the client id and secret in the"
                  + " --kafkaConfig file.",
              properties.get(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL),
              firstLine(reason)),
          e);
    }
    return new ServerException(kafka + ": invalid client properties: " + firstLine(reason), e);
  }

  /** Java appends the stack trace of a failed login to its message. */
  private static String firstLine(@Nullable String text) {
    return String.valueOf(text)
        .replaceFirst("(?s)\\R.*", "")
        .replaceFirst("^([\\w.$]+Exception: )+", "")
        .replaceFirst(" and error response .*", "");
  }

  /**
   * Returns the fault of a request that failed.
   *
   * @param explains whether an explanation may take seconds
   * @throws ServerWait.NotYetException if another attempt may succeed
   */
  ServerException ofRequest(Throwable e, boolean explains) throws ServerWait.NotYetException {
    if (e instanceof SslAuthenticationException) {
      return refused(
          ": "
              + TlsFaults.reason(e, KafkaTls.PREFIX)
                  .orElse(
                      "TLS handshake failed: "
                          + e.getMessage()
                          + ". Fix the --kafkaTls options or the ssl.* properties in the"
                          + " --kafkaConfig file."),
          e);
    }
    if (e instanceof IllegalSaslStateException) {
      return refused(
          " has no logins on this port: fix security.protocol in the --kafkaConfig file.", e);
    }
    if (e instanceof UnsupportedSaslMechanismException) {
      return refused(" rejected sasl.mechanism in the --kafkaConfig file: " + e.getMessage(), e);
    }
    if (e instanceof AuthenticationException) {
      return refused(
          String.format(
              Locale.ROOT,
              " rejected the login of %s: fix the user and password in the --kafkaConfig file.",
              user()),
          e);
    }
    if (e instanceof RetriableException) {
      Optional<String> mismatch = ListenerProbe.mismatch(properties);
      if (mismatch.isPresent()) {
        return refused(": " + mismatch.get(), e);
      }
      throw new ServerWait.NotYetException(
          (explains ? AdvertisedBrokers.explain(properties) : Optional.<String>empty())
              .orElse("no broker responds"),
          e);
    }
    return new ServerException(kafka + ": " + e.getMessage(), e);
  }

  private LoginRefusedException refused(String how, Throwable cause) {
    return new LoginRefusedException(kafka + how, cause);
  }

  private String user() {
    Matcher login = USER.matcher(String.valueOf(properties.get(SaslConfigs.SASL_JAAS_CONFIG)));
    return login.find() ? "user " + login.group(1) : "this client";
  }
}
