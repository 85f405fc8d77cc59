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
 * Turns the text of options into typed values, and collects what is wrong with them: one line each
 * that names the option, its value and the fix. After a problem the values are not to be used.
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
 * <p>An option that was not given (null) is never wrong here. Not thread-safe.
 */
public final class OptionReader {
  /** Kafka's own rule, from {@code org.apache.kafka.common.internals.Topic}. */
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  /** Unquoted CQL names; Cassandra limits keyspaces and tables to 48 characters. */
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,47}");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]+");

  private final List<String> problems = new ArrayList<>();

  /** Returns the problems, in the order in which the options were read. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Reports a wrong value: {@code --name=value: what}. */
  public void reject(String option, Object value, String what) {
    problems.add(String.format("--%s=%s: %s", option, value, what));
  }

  /** Reports a wrong option without its value. */
  public void reject(String option, String what) {
    problems.add(String.format("--%s: %s", option, what));
  }

  /** Reads a whole number; the bounds are inclusive. */
  public long number(String option, long value, long least, long most) {
    if (value < least || value > most) {
      reject(option, value, String.format("must be from %d to %d", least, most));
    }
    return value;
  }

  /** Reads a whole number; the bounds are inclusive. */
  public int number(String option, int value, int least, int most) {
    return (int) number(option, (long) value, least, most);
  }

  /** Reads a time span; the bounds are inclusive, and written as options write them. */
  public Duration duration(String option, String value, String least, String most) {
    return optionalDuration(option, value, least, most).orElse(Duration.ZERO);
  }

  /** Reads a time span that need not be given. */
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

  /** Reads one of the constants of an enum, which options write in lower case. */
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

  /** Reads a comma-separated list of {@code host:port}; an IPv6 address stands in brackets. */
  public String hostPorts(String option, String value) {
    return parse(
            option,
            value,
            text -> {
              for (String part : Splitter.on(',').trimResults().split(text)) {
                if (!isHostPort(part)) {
                  throw new IllegalArgumentException(
                      "\"" + part + "\" is not a host:port, as in localhost:9092");
                }
              }
              return text;
            })
        .orElse(value);
  }

  /** Reads host names or addresses without a port; defaults to localhost. */
  public List<String> hosts(String option, @Nullable List<String> value) {
    if (value == null || value.isEmpty()) {
      return List.of("localhost");
    }
    for (String host : value) {
      if (!HOST.matcher(host).matches() || host.matches("[^:]*:[0-9]+")) {
        reject(option, String.join(",", value), "\"" + host + "\" is not a host without a port");
      }
    }
    return value;
  }

  /** Reads the name of a topic. */
  public String topic(String option, String value) {
    if (!TOPIC.matcher(value).matches() || value.equals(".") || value.equals("..")) {
      reject(option, value, "is not a topic name: letters, digits, '.', '_' and '-', at most 249");
    }
    return value;
  }

  /** Reads a name of CQL that needs no quotes. */
  public String identifier(String option, String value) {
    if (!IDENTIFIER.matcher(value).matches()) {
      reject(
          option, value, "is not a CQL name: a letter, then letters, digits and '_', at most 48");
    }
    return value;
  }

  /** Reads a reference to a secret, and checks that the secret exists; never shows the value. */
  public Optional<SecretReference> secret(String option, @Nullable String value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      SecretReference reference = SecretReference.parse(value);
      reference.resolve();
      return Optional.of(reference);
    } catch (IllegalArgumentException e) {
      reject(option, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Reads a value by any other rule.
   *
   * @param parser throws IllegalArgumentException with what is wrong with the value
   * @return empty if the option was not given, or is wrong
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
