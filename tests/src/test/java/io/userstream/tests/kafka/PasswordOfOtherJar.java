package io.userstream.tests.kafka;

import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;

/**
 * A login of a company, whose jar users add: takes user and password from properties of its own.
 */
public final class PasswordOfOtherJar implements AuthenticateCallbackHandler {
  static final String USER = "company.user";
  static final String PASSWORD = "company.password";

  private String user = "";
  private String password = "";

  @Override
  public void configure(
      Map<String, ?> properties, String mechanism, List<AppConfigurationEntry> login) {
    user = String.valueOf(properties.get(USER));
    password = String.valueOf(properties.get(PASSWORD));
  }

  @Override
  public void handle(Callback[] callbacks) {
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(user);
      } else if (callback instanceof PasswordCallback secret) {
        secret.setPassword(password.toCharArray());
      } else if (callback instanceof ScramExtensionsCallback extensions) {
        extensions.extensions(Map.of());
      }
    }
  }

  @Override
  public void close() {}
}
