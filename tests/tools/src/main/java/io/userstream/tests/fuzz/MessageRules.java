package io.userstream.tests.fuzz;

import java.util.regex.Pattern;

/** The rules of error messages. */
final class MessageRules {
  /** Longer lines hide the fix. Messages quote at most two short texts of a server. */
  private static final int MAX_LENGTH = 1_000;

  /** Matches positions, rules and numbers, but no input values. */
  private static final Pattern FIXED_WORDS =
      Pattern.compile("(user \\d{1,4}[: ]|[a-z]+[A-Za-z.]*)[ A-Za-z0-9.,:()-]{0,90}");

  private MessageRules() {}

  /** Checks that a message contains no value of the input, which can be personal data. */
  static void requireFixedWords(Exception e) throws BrokenRuleException {
    if (e.getMessage() == null || !FIXED_WORDS.matcher(e.getMessage()).matches()) {
      throw new BrokenRuleException("the message can contain a value: " + e.getMessage());
    }
    if (e.getCause() != null) {
      throw new BrokenRuleException("the cause can contain a value: " + e.getCause());
    }
  }

  /** Checks that a message is one short line that cannot control a terminal. */
  static void requireOneLine(Exception e) throws BrokenRuleException {
    String message = e.getMessage();
    if (message == null) {
      throw new BrokenRuleException("no message: " + e);
    }
    if (message.length() > MAX_LENGTH) {
      throw new BrokenRuleException("a message of " + message.length() + " characters");
    }
    if (message.chars().anyMatch(Character::isISOControl)) {
      throw new BrokenRuleException("control characters in the message: " + message);
    }
  }
}
