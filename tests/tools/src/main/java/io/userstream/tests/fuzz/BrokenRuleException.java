package io.userstream.tests.fuzz;

/** Reports that a reader broke a rule, such as to show a secret in a message. */
final class BrokenRuleException extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenRuleException(String rule) {
    super(rule);
  }
}
