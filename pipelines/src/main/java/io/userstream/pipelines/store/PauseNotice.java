package io.userstream.pipelines.store;

import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.runloop.servers.LogInterval;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log, again and again, that a job is paused and how to resume it. */
final class PauseNotice implements RunLoopListener {
  private static final Logger LOG = LoggerFactory.getLogger(PauseNotice.class);

  private final String group;
  private final LogInterval interval = new LogInterval(Duration.ofMinutes(1), System::nanoTime);

  PauseNotice(String group) {
    this.group = group;
  }

  @Override
  public void onStatus(RunLoopStatus status) {
    status
        .control()
        .describePause()
        .filter(pause -> interval.isDue())
        .ifPresent(
            pause ->
                LOG.info(
                    "{}; {} records wait, {} runs in flight. To continue: userstream resume"
                        + " --group={}",
                    pause,
                    status.lag(),
                    status.runsInFlight(),
                    group));
  }
}
