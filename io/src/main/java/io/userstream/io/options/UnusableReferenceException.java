package io.userstream.io.options;

import java.util.Locale;

/**
 * Thrown if this host cannot resolve or use a reference that was usable on the driver. The message
 * names the option, the reference and the host. Retrying will not help.
 */
public final class UnusableReferenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param option the name of the option with the reference
   * @param reason has the reason as message. It does not become the cause, because commands print
   *     the message of the innermost exception
   */
  public UnusableReferenceException(
      String option, SecretReference reference, IllegalArgumentException reason) {
    super(
        String.format(
            Locale.ROOT,
            "--%s=%s on host %s: %s",
            option,
            reference,
            ThisHost.name(),
            reason.getMessage()));
  }
}
