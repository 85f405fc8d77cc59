package io.userstream.io.options;

import com.google.common.base.Splitter;
import com.google.common.net.HostAndPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Converts options to typed values and collects problems: one line each with the option, its value
 * and the fix. Do not use the values if there are problems.
 *
 * <p>A job reads its options once:
 *
 * <pre>{@code
 * OptionReader reader = new OptionReader();
 * StoreConfig config = StoreConfig.read(options, reader);
 * if (reader.problems().isEmpty()) {
 *   new Store(config).run(out);
 * }
 * }</pre>
 *
 * <p>An option that is not set (null) is never a problem. Not thread-safe.
 */
public final class OptionReader {
  /** The rule of {@code org.apache.kafka.common.internals.Topic}. */
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  /** Unquoted CQL names; Cassandra limits keyspaces and tables to 48 characters. */
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,47}");

  /** Omits the value, which can contain a password. */
  private static final String USER_IN_HOST =
      "contains a user or a password (not shown): use host names without them";

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]+");

  private final List<String> problems = new ArrayList<>();

  /** Returns the problems in the order in which they were found. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * Reports an invalid value: {@code --name=value: what}. Omits a value that can contain a secret.
   *
   * @param what the problem and the fix; omits such a value too
   */
  public void reject(String option, Object value, String what) {
    String shown =
        value instanceof SecretReference
            ? value.toString()
            : ShownValue.of(option, String.valueOf(value));
    if (shown.equals(ShownValue.HIDDEN)) {
      reject(option, what);
    } else {
      problems.add(String.format(Locale.ROOT, "--%s=%s: %s", option, shown, what));
    }
  }

  /** Reports an invalid option without its value. */
  public void reject(String option, String what) {
    problems.add(String.format(Locale.ROOT, "--%s: %s", option, what));
  }

  /** Reads a whole number. The bounds are inclusive. */
  public long number(String option, long value, long least, long most) {
    if (value < least || value > most) {
      reject(option, value, String.format(Locale.ROOT, "must be from %d to %d", least, most));
    }
    return value;
  }

  /** Reads an optional whole number; null if it is not set. The bounds are inclusive. */
  @Nullable
  public Long optionalNumber(String option, @Nullable Long value, long least, long most) {
    return value == null ? null : number(option, value, least, most);
  }

  /** Reads a whole number. The bounds are inclusive. */
  public int number(String option, int value, int least, int most) {
    return (int) number(option, (long) value, least, most);
  }

  /** Reads a duration. The bounds are inclusive and have the format of options. */
  public Duration duration(String option, String value, String least, String most) {
    return optionalDuration(option, value, least, most).orElse(Duration.ZERO);
  }

  /** Reads an optional duration. */
  public Optional<Duration> optionalDuration(
      String option, @Nullable String value, String least, String most) {
    return parse(
        option,
        value,
        text -> {
          Duration duration = TimeSpan.parse(text);
          if (duration.compareTo(TimeSpan.parse(least)) < 0
              || duration.compareTo(TimeSpan.parse(most)) > 0) {
            throw new IllegalArgumentException("must be from " + least + " to " + most);
          }
          return duration;
        });
  }

  /** Reads an enum constant, which options write in lower case. */
  public <E extends Enum<E>> E choice(String option, String value, Class<E> type) {
    E[] constants = type.getEnumConstants();
    return parse(
            option,
            value,
            text ->
                Arrays.stream(constants)
                    .filter(constant -> code(constant).equals(text))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                Arrays.stream(constants)
                                    .map(OptionReader::code)
                                    .collect(Collectors.joining(", ", "must be one of ", "")))))
        .orElse(constants[0]);
  }

  private static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Reads a comma-separated list of {@code host:port}. IPv6 addresses need brackets. */
  public String hostPorts(String option, String value) {
    return parse(
            option,
            value,
            text -> {
              for (String part : Splitter.on(',').trimResults().split(text)) {
                if (part.contains("@")) {
                  throw new IllegalArgumentException(USER_IN_HOST);
                }
                if (!isHostPort(part)) {
                  throw new IllegalArgumentException(
                      "\"" + part + "\" must be a host:port such as localhost:9092");
                }
              }
              return text;
            })
        .orElse(value);
  }

  /**
   * Reads host names or addresses without a port. Reports the first wrong one. Defaults to
   * localhost.
   */
  public List<String> hosts(String option, @Nullable List<String> value) {
    if (value == null || value.isEmpty()) {
      return List.of("localhost");
    }
    for (String host : value) {
      if (host.contains("@")) {
        reject(option, USER_IN_HOST);
        return value;
      }
      if (!HOST.matcher(host).matches() || host.matches("[^:]*:[0-9]+")) {
        reject(option, String.join(",", value), "\"" + host + "\" must be a host without a port");
        return value;
      }
    }
    return value;
  }

  /** Reads the name of a topic. */
  public String topic(String option, String value) {
    if (!TOPIC.matcher(value).matches() || value.equals(".") || value.equals("..")) {
      reject(
          option,
          value,
          "is not a valid topic name: use up to 249 letters, digits, '.', '_' and '-'");
    }
    return value;
  }

  /** Reads an unquoted CQL name. */
  public String identifier(String option, String value) {
    if (!IDENTIFIER.matcher(value).matches()) {
      reject(
          option,
          value,
          "is not a valid CQL name: use a letter, then up to 47 letters, digits and '_'");
    }
    return value;
  }

  /**
   * Reads a reference to a secret and checks that the secret exists. Problems never contain the
   * value.
   */
  public Optional<SecretReference> secret(String option, @Nullable String value) {
    return reference(option, value, SecretReference::resolve);
  }

  /** Reads a reference to a secret that need not be text, such as a key store. */
  public Optional<SecretReference> content(String option, @Nullable String value) {
    return reference(option, value, SecretReference::resolveBytes);
  }

  private Optional<SecretReference> reference(
      String option, @Nullable String value, Function<SecretReference, Object> resolve) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      SecretReference reference = SecretReference.parse(value);
      Object unused = resolve.apply(reference);
      return Optional.of(reference);
    } catch (IllegalArgumentException e) {
      reject(option, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Reads the address of a web server. Problems never contain a user or a password.
   *
   * @param example a valid address
   * @param loginFix what to do instead of a user in the address
   * @return empty if the option is not set or invalid
   */
  public Optional<String> webAddress(
      String option, @Nullable String value, String example, String loginFix) {
    return parse(option, value, text -> WebAddress.checked(text, example, loginFix));
  }

  /**
   * Reads a value with a parser.
   *
   * @param parser throws IllegalArgumentException with the problem and the fix
   * @return empty if the option is not set or invalid
   */
  public <T> Optional<T> parse(String option, @Nullable String value, Function<String, T> parser) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(value));
    } catch (IllegalArgumentException e) {
      reject(option, value, e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isHostPort(String text) {
    try {
      HostAndPort parsed = HostAndPort.fromString(text);
      return parsed.hasPort() && parsed.getPort() > 0 && HOST.matcher(parsed.getHost()).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
