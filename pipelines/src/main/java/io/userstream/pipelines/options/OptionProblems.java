package io.userstream.pipelines.options;

import com.google.common.base.Splitter;
import com.google.common.net.HostAndPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/**
 * Collects what is wrong with the values of options, all of it, one line each that names the option
 * and its value. An option that was not given (null) is never wrong here. Not thread-safe.
 *
 * <p>A job's {@code problems} method is a chain of these:
 *
 * <pre>{@code
 * return new OptionProblems()
 *     .addAll(KafkaSettings.problems(options))
 *     .range("partitions", options.getPartitions(), 1, 10_000)
 *     .duration("every", options.getEvery(), Duration.ofMillis(1), Duration.ofDays(1))
 *     .list();
 * }</pre>
 */
public final class OptionProblems {
  /** Kafka's own rule, from {@code org.apache.kafka.common.internals.Topic}. */
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  /** Unquoted CQL names; Cassandra limits keyspaces and tables to 48 characters. */
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,47}");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]+");

  private final List<String> problems = new ArrayList<>();

  /** What was found, in the order of the checks. */
  public List<String> list() {
    return List.copyOf(problems);
  }

  public OptionProblems addAll(List<String> others) {
    problems.addAll(others);
    return this;
  }

  /** Says that an option's value is wrong: {@code --name=value: what}. */
  public OptionProblems add(String option, @Nullable Object value, String what) {
    problems.add(String.format("--%s=%s: %s", option, value == null ? "" : value, what));
    return this;
  }

  /** Says that an option is wrong, without its value. */
  public OptionProblems add(String option, String what) {
    problems.add(String.format("--%s: %s", option, what));
    return this;
  }

  public OptionProblems range(String option, @Nullable Long value, long least, long most) {
    if (value != null && (value < least || value > most)) {
      add(option, value, String.format("must be from %d to %d", least, most));
    }
    return this;
  }

  public OptionProblems range(String option, int value, long least, long most) {
    return range(option, Long.valueOf(value), least, most);
  }

  /** Bounds are inclusive, and written as options write them. */
  public OptionProblems duration(String option, @Nullable String value, String least, String most) {
    return check(
        option,
        value,
        text -> {
          Duration duration = Durations.parse(text);
          if (duration.compareTo(Durations.parse(least)) < 0
              || duration.compareTo(Durations.parse(most)) > 0) {
            throw new IllegalArgumentException("must be from " + least + " to " + most);
          }
        });
  }

  /** A comma-separated list of {@code host:port}; an IPv6 address stands in brackets. */
  public OptionProblems hostPorts(String option, @Nullable String value) {
    return check(
        option,
        value,
        text -> {
          for (String part : Splitter.on(',').trimResults().split(text)) {
            if (!isHostPort(part)) {
              throw new IllegalArgumentException(
                  "\"" + part + "\" is not a host:port, as in localhost:9092");
            }
          }
        });
  }

  /** Host names or addresses without a port. */
  public OptionProblems hosts(String option, @Nullable List<String> value) {
    if (value != null) {
      for (String host : value) {
        if (!HOST.matcher(host).matches() || host.matches("[^:]*:[0-9]+")) {
          add(option, String.join(",", value), "\"" + host + "\" is not a host without a port");
        }
      }
    }
    return this;
  }

  public OptionProblems topic(String option, @Nullable String value) {
    return check(
        option,
        value,
        text -> {
          if (!TOPIC.matcher(text).matches() || text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException(
                "is not a topic name: letters, digits, '.', '_' and '-', at most 249");
          }
        });
  }

  /** A name of CQL that needs no quotes. */
  public OptionProblems identifier(String option, @Nullable String value) {
    return check(
        option,
        value,
        text -> {
          if (!IDENTIFIER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                "is not a CQL name: a letter, then letters, digits and '_', at most 48");
          }
        });
  }

  /** A reference to a secret that is there; the value is never shown. */
  public OptionProblems secret(String option, @Nullable String value) {
    try {
      SecretReference.resolve(value);
    } catch (IllegalArgumentException e) {
      add(option, e.getMessage());
    }
    return this;
  }

  /**
   * Any other rule.
   *
   * @param rule throws IllegalArgumentException with what is wrong with the value
   */
  public OptionProblems check(String option, @Nullable String value, Consumer<String> rule) {
    if (value != null) {
      try {
        rule.accept(value);
      } catch (IllegalArgumentException e) {
        add(option, value, e.getMessage());
      }
    }
    return this;
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
