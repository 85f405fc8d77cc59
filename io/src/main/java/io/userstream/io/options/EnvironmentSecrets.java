package io.userstream.io.options;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Secrets in environment variables: {@code env:NAME}. */
public final class EnvironmentSecrets implements SecretProvider {
  @Override
  public String scheme() {
    return "env";
  }

  @Override
  public byte[] resolve(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalArgumentException("environment variable " + name + " is not set");
    }
    return value.getBytes(UTF_8);
  }
}
