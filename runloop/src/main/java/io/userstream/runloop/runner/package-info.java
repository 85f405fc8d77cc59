/**
 * The runner that a job runs on: DirectRunner, or Spark with its cluster.
 *
 * <p>{@link io.userstream.runloop.runner.RunnerContext#open} returns a {@code RunEngine} for the
 * runner that the options name. On Spark it is one context for all runs of a job: its executors
 * stay up between the runs, and several runs share them fairly. It ends the tasks of a failed run
 * before the retry, and it ends the loop with a reason when the cluster has given up the
 * application. On other runners it does nothing. Open it before the first pipeline, and close it
 * after the loop:
 *
 * <pre>{@code
 * try (RunnerContext runner = RunnerContext.open(options, "archive", Duration.ofMinutes(1))) {
 *   RunLoopConfig config = builder.setEngine(runner).build();
 *   new RunLoop(config, factory).run();
 * }
 * }</pre>
 *
 * <p>Spark can retry a task within a run without the knowledge of the loop. A sink that cannot
 * absorb retries asks {@link io.userstream.runloop.runner.BundleRetries} on the worker, in addition
 * to {@code Run.mayBeRetry} on the driver. An idempotent sink needs neither. Speculative execution
 * is disabled, because it would run two copies of a task at once.
 *
 * <p>Once a context with a cluster was opened, C1 compiles the code of the driver's JVM, and C2
 * does not, because a driver only plans. {@code --conf spark.userstream.driverUsesC2=true} prevents
 * this.
 *
 * <p>{@link io.userstream.runloop.runner.StopOnSignal} stops a loop in order when the process is
 * asked to end, before Spark's own shutdown hook stops the context.
 *
 * <p>A context is thread-safe. Without Spark on the class path, no class of Spark is loaded.
 */
package io.userstream.runloop.runner;
