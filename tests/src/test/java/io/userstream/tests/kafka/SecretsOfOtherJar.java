package io.userstream.tests.kafka;

import io.userstream.io.options.SecretProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A secret store of a company, whose jar users add: {@code safe:FILE#KEY} is an entry of a
 * properties file.
 */
public final class SecretsOfOtherJar implements SecretProvider {
  @Override
  public String scheme() {
    return "safe";
  }

  @Override
  public byte[] resolve(String name) {
    int hash = name.lastIndexOf('#');
    Properties entries = new Properties();
    try (InputStream file = Files.newInputStream(Path.of(name.substring(0, hash)))) {
      entries.load(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the safe " + name + " cannot be read", e);
    }
    String secret = entries.getProperty(name.substring(hash + 1));
    if (secret == null) {
      throw new IllegalArgumentException("the safe has no " + name);
    }
    return secret.getBytes(StandardCharsets.UTF_8);
  }
}
