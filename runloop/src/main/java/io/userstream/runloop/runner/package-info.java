/**
 * What jobs need of the runner that they run on: DirectRunner, or Spark with its cluster.
 *
 * <p>{@link io.userstream.runloop.runner.RunnerContext#open} gives a {@code RunEngine} for the
 * runner that the options name. On Spark that is one context for all runs of a job: its executors
 * stay up between the runs, several runs share them fairly, a failed run's tasks are ended before
 * it is repeated, and the loop ends with a reason when the cluster has given up the application.
 * Elsewhere it does nothing. Open it before the first pipeline, and close it after the loop:
 *
 * <pre>{@code
 * try (RunnerContext runner = RunnerContext.open(options, "archive", Duration.ofMinutes(1))) {
 *   RunLoopConfig config = builder.setEngine(runner).build();
 *   new RunLoop(config, factory).run();
 * }
 * }</pre>
 *
 * <p>Spark retries a task within a run, of which the loop knows nothing. A sink that cannot absorb
 * repeats asks {@link io.userstream.runloop.runner.BundleRetries} on the worker, beside {@code
 * Run.mayBeRetry} on the driver; an idempotent one needs neither. Speculative execution is switched
 * off, for it would run two copies of a task at once.
 *
 * <p>{@link io.userstream.runloop.runner.StopOnSignal} stops a loop in order when the process is
 * told to end, before Spark's own shutdown hook takes the context away.
 *
 * <p>A context is safe for use by several threads. Without Spark on the class path no class of
 * Spark is loaded.
 */
package io.userstream.runloop.runner;
