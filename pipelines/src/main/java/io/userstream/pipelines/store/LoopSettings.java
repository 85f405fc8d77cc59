package io.userstream.pipelines.store;

import io.userstream.io.options.OptionReader;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.control.MaxRate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The settings of the run loop. {@link RunLoopConfig} describes each. Immutable. */
public record LoopSettings(
    @Nullable Long maxRunRecords,
    int maxRunsInFlight,
    Duration minRunInterval,
    Optional<MaxRate> maxRate,
    Duration maxSinkLatency,
    Duration hangTimeout,
    Duration openTransactionTimeout,
    Duration stopGrace,
    Duration sessionTimeout) {
  /**
   * Reads the options.
   *
   * @param reader receives problems with them
   */
  static LoopSettings read(LoopOptions options, OptionReader reader) {
    return new LoopSettings(
        reader.optionalNumber("maxRunRecords", options.getMaxRunRecords(), 1, 10_000_000),
        reader.number("maxRunsInFlight", options.getMaxRunsInFlight(), 1, 64),
        reader.duration("minRunInterval", options.getMinRunInterval(), "0s", "1h"),
        reader.parse("maxRate", options.getMaxRate(), MaxRate::parse),
        reader.duration("maxSinkLatency", options.getMaxSinkLatency(), "1ms", "10s"),
        reader.duration("hangTimeout", options.getHangTimeout(), "10s", "24h"),
        reader.duration("openTransactionTimeout", options.getOpenTransactionTimeout(), "0s", "24h"),
        reader.duration("stopGrace", options.getStopGrace(), "0s", "25s"),
        reader.duration("sessionTimeout", options.getSessionTimeout(), "1s", "30m"));
  }

  /** Returns a loop configuration with these settings. */
  RunLoopConfig.Builder toLoopConfig(Map<String, ?> clientProperties) {
    Map<String, Object> member = new HashMap<>(clientProperties);
    int sessionMs = (int) sessionTimeout.toMillis();
    member.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionMs);
    member.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionMs / 3);
    return RunLoopConfig.builder()
        .setClientProperties(member)
        .setMaxRunRecords(maxRunRecords)
        .setMaxRunsInFlight(maxRunsInFlight)
        .setMinRunInterval(minRunInterval)
        .setMaxRate(maxRate.orElse(null))
        .setMaxSinkLatency(maxSinkLatency)
        .setHangTimeout(hangTimeout)
        .setStopGrace(stopGrace)
        .setOpenTransactionTimeout(openTransactionTimeout);
  }
}
