package io.userstream.runloop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.MDC;

/**
 * Executes the pipelines of runs, each in its own thread. {@link #begin} and {@link #takeEnded} are
 * for one thread.
 */
final class RunExecutor implements RunWorkers {
  private static final Duration SINK_ANSWER_HOLDS = Duration.ofSeconds(1);

  private final RunFactory factory;
  private final RunEngine engine;
  private final SinkProbe sinkProbe;
  private final ExecutorService threads;
  private final BlockingQueue<EndedRun> ended = new LinkedBlockingQueue<>();

  private boolean sinkAnswered;
  private long sinkAnsweredNanos;

  RunExecutor(RunFactory factory, RunLoopConfig config) {
    this.factory = factory;
    this.engine = config.engine();
    this.sinkProbe = config.sinkProbe();
    this.threads =
        Executors.newFixedThreadPool(config.maxRunsInFlight(), DaemonThreads.named("run-"));
  }

  @Override
  public void begin(Run run) {
    threads.execute(
        () -> {
          long startNanos = System.nanoTime();
          Throwable fault = null;
          MDC.put(RunLog.RUN, Long.toString(run.number()));
          MDC.put(RunLog.ATTEMPT, Integer.toString(run.attempt()));
          try {
            if (run.attempt() > 1) {
              askSink();
            }
            PipelineResult.State state = engine.execute(run, pipelineFor(run));
            if (state != PipelineResult.State.DONE) {
              fault = new IllegalStateException("the runner ended the run in state " + state);
            }
          } catch (Throwable t) { // whatever it is, the run failed
            fault = t;
          } finally {
            MDC.clear();
          }
          ended.add(EndedRun.of(run, fault, Duration.ofNanos(System.nanoTime() - startNanos)));
        });
  }

  /** Checks the sink once for all runs that are retried at about the same time. */
  private synchronized void askSink() throws SinkAwayException {
    if (sinkAnswered && System.nanoTime() - sinkAnsweredNanos < SINK_ANSWER_HOLDS.toNanos()) {
      return;
    }
    try {
      sinkProbe.check();
      sinkAnswered = true;
      sinkAnsweredNanos = System.nanoTime();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkAwayException(e);
    } catch (Exception e) {
      throw new SinkAwayException(e);
    }
  }

  private Pipeline pipelineFor(Run run) {
    try {
      return factory.pipelineFor(run);
    } catch (RuntimeException e) {
      throw new GraphException(e);
    }
  }

  @Override
  public List<EndedRun> takeEnded(Duration atMost) throws InterruptedException {
    List<EndedRun> taken = new ArrayList<>();
    EndedRun first = ended.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      taken.add(first);
    }
    ended.drainTo(taken);
    return taken;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** The run did not start because the sink is down. */
  static final class SinkAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    SinkAwayException(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** The pipeline of a run cannot be built, which no retry can fix. */
  static final class GraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GraphException(RuntimeException cause) {
      super("the pipeline of a run cannot be built: " + cause, cause);
    }
  }
}
