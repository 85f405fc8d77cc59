package io.userstream.pipelines.store;

import io.userstream.io.decoding.RegisteredSchemas;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.progress.Progress;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.runloop.SinkLatency;
import io.userstream.runloop.control.ControlWatch;
import io.userstream.runloop.control.LoopControl;
import io.userstream.runloop.runner.RunnerContext;
import io.userstream.runloop.runner.StopOnSignal;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;

/** The store job: turns every record of the users topic into a row, an erasure or a dead letter. */
public final class Store {
  private final String name;
  private final StoreConfig config;
  private final Scope scope;
  private final Progress progress;

  /** What a command does at the end. After a signal, the JVM waits for it. */
  @FunctionalInterface
  interface End {
    void reached(RunLoopSummary summary) throws InterruptedException, IOException;
  }

  /**
   * @param name of the command, for the runner and the progress bar
   */
  Store(String name, StoreConfig config, Scope scope, Progress progress) {
    this.name = name;
    this.config = config;
    this.scope = scope;
    this.progress = progress;
  }

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(StoreOptions options, OptionReader reader) {
    StoreConfig config = StoreConfig.read(options, reader);
    return (out, progress) -> {
      new Store("store", config, Scope.EVERYTHING, progress)
          .run(
              summary ->
                  out.printf(
                      Locale.ROOT,
                      "stored: records=%d runs=%d repeated=%d lag=%d%n",
                      summary.offsets(),
                      summary.runs(),
                      summary.retries(),
                      summary.lag()));
      return ExitCode.DONE;
    };
  }

  /**
   * Runs the job until it is stopped or the topic is drained.
   *
   * @param end receives what the loop did, unless the engine is native
   * @throws io.userstream.runloop.servers.ServerException if a server is down, a topic or the table
   *     is missing, or a registered schema does not fit
   * @throws RunLoopException on a fatal fault
   */
  void run(End end) throws InterruptedException, RunLoopException, IOException {
    Optional<StoreStatus> status = StoreStatus.open(name, config);
    try {
      run(status, end);
    } finally {
      status.ifPresent(StoreStatus::close);
    }
  }

  private void run(Optional<StoreStatus> status, End end)
      throws InterruptedException, RunLoopException, IOException {
    SchemaLookupFactory schemas =
        requireServers(server -> status.ifPresent(shown -> shown.waitingFor(server)));
    try (RunnerContext runner = config.runner().open(name + " " + config.topic().name())) {
      if (config.engine() == Engine.NATIVE) {
        new NativeStore(config, schemas).run(runner);
        return;
      }
      StorePipeline pipeline = new StorePipeline(config, schemas, scope, runner.bundleRetries());
      try (ControlWatch control =
              ControlWatch.start(
                  config.topic().clientProperties(), config.topic().name(), config.group());
          SinkLatencyProbe latency =
              new SinkLatencyProbe(config.table(), config.loop().maxSinkLatency())) {
        run(status, runner, loopConfig(runner, control, latency), latency, pipeline, end);
      }
    }
  }

  private void run(
      Optional<StoreStatus> status,
      RunnerContext runner,
      RunLoopConfig.Builder loopConfig,
      SinkLatencyProbe latency,
      StorePipeline pipeline,
      End end)
      throws InterruptedException, RunLoopException, IOException {
    DrainProgress drained = new DrainProgress();
    loopConfig.setListener(
        RunLoopListener.all(
            status.<RunLoopListener>map(s -> s).orElse(RunLoopListener.NONE),
            drained,
            latency,
            new PauseNotice(config.group())));
    RunLoop loop = new RunLoop(loopConfig.build(), pipeline::of);
    StopOnSignal stop =
        new StopOnSignal(
            runner,
            () -> {
              status.ifPresent(StoreStatus::stopping);
              loop.stop();
            });
    try (AppendTimeWatch appendTimes = new AppendTimeWatch(config.topic(), loop::stop)) {
      status.ifPresent(shown -> shown.ready(runner));
      RunLoopSummary summary = run(loop, drained);
      appendTimes.requireUnchanged();
      end.reached(summary);
    } finally {
      stop.jobEnded();
    }
  }

  @SuppressWarnings("try") // The bar is shown while the loop runs.
  private RunLoopSummary run(RunLoop loop, DrainProgress drained)
      throws InterruptedException, RunLoopException {
    try {
      if (config.until() != Until.DRAINED) {
        return loop.run();
      }
      try (Progress.Bar bar = progress.show(name, "records", drained::count)) {
        return loop.run();
      }
    } catch (RunLoopException e) {
      if (e.getCause() instanceof InvalidSessionTimeoutException) {
        throw new ServerException(
            "Kafka rejects --sessionTimeout: it must be between group.min.session.timeout.ms and"
                + " group.max.session.timeout.ms of the brokers, by default 6s to 30m.",
            e);
      }
      throw e;
    }
  }

  /** Waits for the servers and checks what the job needs from them. */
  private SchemaLookupFactory requireServers(Consumer<String> waitingFor)
      throws InterruptedException {
    Duration timeout = config.runner().connectTimeout();
    waitingFor.accept(config.topic().kafka().toString());
    config.topic().requireForStore(timeout);
    waitingFor.accept(config.table().cassandra().toString());
    config.table().require(timeout);
    config.registry().ifPresent(registry -> waitingFor.accept(registry.toString()));
    // If the registry is down, the loop retries the run and logs it. The native engine would end.
    boolean isNative = config.engine() == Engine.NATIVE;
    SchemaLookupFactory schemas =
        RegisteredSchemas.require(
            config.registry(), timeout, isNative ? timeout : Duration.ZERO, isNative);
    waitingFor.accept("the runner, " + config.runner().name());
    return schemas;
  }

  private RunLoopConfig.Builder loopConfig(
      RunnerContext runner, LoopControl control, SinkLatency latency) {
    return config
        .loop()
        .toLoopConfig(config.topic().clientProperties())
        .setTopic(config.topic().name())
        .setGroup(config.group())
        .setUntilDrained(config.until() == Until.DRAINED)
        .setWindow(scope.window())
        .setFatalFault(FatalFaults::isLasting)
        .setSinkProbe(config.table()::probe)
        .setControl(control)
        .setSinkLatency(latency)
        .setEngine(runner);
  }
}
