package io.userstream.pipelines.store;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.userstream.io.kafka.Topics;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the job when the users topic is changed so that its timestamps are no longer append times.
 * Records that are appended meanwhile have timestamps of their producers, from which no correct
 * write times can be derived.
 */
final class AppendTimeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AppendTimeWatch.class);
  private static final int EVERY_SECONDS = 5;

  private final String topic;
  private final Admin admin;
  private final Runnable stop;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("append-time-watch").setDaemon(true).build());
  @Nullable private volatile SetupException fault;

  /**
   * Starts checking every few seconds.
   *
   * @param stop stops the job without waiting for it
   */
  AppendTimeWatch(UsersTopic topic, Runnable stop) {
    this.topic = topic.name();
    this.admin = Admin.create(topic.clientProperties());
    this.stop = stop;
    var unused =
        thread.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      Topics topics = new Topics(admin);
      if (fault == null && topics.exists(topic)) { // The loop reports a missing topic.
        boolean unused = topics.requireAppendTime(topic);
      }
    } catch (SetupException e) {
      fault = e;
      stop.run();
    } catch (ServerException e) {
      LOG.debug("the timestamp type is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Fails if the job was stopped.
   *
   * @throws SetupException with the setting and the fix
   */
  void requireUnchanged() {
    if (fault != null) {
      throw fault;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    admin.close(Duration.ZERO);
  }
}
