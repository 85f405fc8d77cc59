package io.userstream.runloop.control;

import io.userstream.runloop.servers.LogInterval;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the {@link ControlState} of a consumer group every {@value #EVERY_SECONDS} seconds, in a
 * thread and with a client of its own. While the brokers do not respond, the last known state
 * counts. Renews the drivers' copy of the state. Thread-safe.
 */
public final class ControlWatch implements LoopControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlWatch.class);
  private static final int EVERY_SECONDS = 2;

  /** Far below the time after which brokers forget an offset: 7 days by default. */
  static final Duration RENEWAL = Duration.ofHours(1);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final Map<String, Object> clientProperties;
  private final String topic;
  private final String group;
  private final LogInterval rightsWarnings = new LogInterval(Duration.ofHours(1), System::nanoTime);
  private final LogInterval warnings = new LogInterval(Duration.ofMinutes(1), System::nanoTime);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "control-watch");
            created.setDaemon(true);
            return created;
          });
  @Nullable private Admin admin;
  @Nullable private ControlCopy copy;
  private volatile Optional<ControlState> known = Optional.empty();

  private ControlWatch(Map<String, ?> clientProperties, String topic, String group) {
    this.clientProperties = new HashMap<>(clientProperties);
    this.clientProperties.putIfAbsent("auto.include.jmx.reporter", "false");
    this.topic = topic;
    this.group = group;
  }

  /**
   * Starts to read.
   *
   * @param clientProperties of the client, with its bootstrap servers
   */
  public static ControlWatch start(Map<String, ?> clientProperties, String topic, String group) {
    ControlWatch watch = new ControlWatch(clientProperties, topic, group);
    var unused =
        watch.thread.scheduleWithFixedDelay(watch::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    return watch;
  }

  @Override
  public Optional<ControlState> state() {
    return known;
  }

  private void look() {
    try {
      if (copy == null) {
        admin = Admin.create(clientProperties);
        ControlOffsets offsets = new ControlOffsets(admin, topic, group);
        copy = new ControlCopy(offsets::read, offsets::keep, System::nanoTime);
      }
      ControlState now = copy.look(known.orElse(ControlState.RUNNING));
      known = Optional.of(now);
      copy.renew(now);
    } catch (InterruptException e) {
      LOG.debug("closing");
    } catch (AuthorizationException e) {
      if (rightsWarnings.isDue()) {
        LOG.warn(
            "group {} cannot be paused, resumed or limited by a command: {}. Grant READ on groups"
                + " with the prefix {}",
            group,
            e.getMessage(),
            ControlOffsets.groupPrefix(group));
      }
      // A user whose rights are those of an earlier release must not stop the job.
      known = Optional.of(known.orElse(ControlState.RUNNING));
    } catch (RuntimeException e) { // Another look may succeed, whatever it is.
      if (warnings.isDue()) {
        LOG.warn(
            "cannot read whether group {} is paused ({}): {}",
            group,
            e.getMessage(),
            known.isEmpty() ? "no run starts before that is known" : "the last known state counts");
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (thread.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && admin != null) {
        admin.close(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
