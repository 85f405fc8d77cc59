package io.userstream.io.kafka;

import org.apache.kafka.common.config.ConfigException;

/**
 * Thrown if this host cannot resolve or use a reference or a file of the security settings, when it
 * creates a Kafka client. The message names both. Retrying will not help.
 */
public final class UnusableSecretException extends ConfigException {
  private static final long serialVersionUID = 1L;

  UnusableSecretException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
