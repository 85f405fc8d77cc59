package io.userstream.pipelines.check;

import io.userstream.runloop.runner.RunnerContext;
import io.userstream.runloop.runner.SparkInstallation;
import io.userstream.runloop.runner.SparkMaster;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;

/** Checks the runner. Starts no Spark context. */
final class RunnerCheck implements ServerCheck {
  private static final String RESOURCES = "slots and memory";

  private final Target target;
  private final PipelineOptions options;

  RunnerCheck(Target target, PipelineOptions options) {
    this.target = target;
    this.options = options;
  }

  @Override
  public Area area() {
    return Area.RUNNER;
  }

  @Override
  public String subject() {
    return options.getRunner().getSimpleName();
  }

  @Override
  public void run(Findings findings) throws InterruptedException, IOException {
    Runtime jvm = Runtime.getRuntime();
    if (!RunnerContext.isSpark(options)) {
      findings.ok(
          subject(),
          String.format(
              Locale.ROOT,
              "this machine, %d processors, heap of up to %d MiB",
              jvm.availableProcessors(),
              jvm.maxMemory() >> 20));
      return;
    }
    String master = SparkMaster.of(options);
    List<String> hosts = SparkMaster.hosts(master);
    if (hosts.isEmpty()) {
      findings.ok(subject(), "master " + master);
      findings.ok(RESOURCES, "known when the job starts");
      return;
    }
    HostNames.check(findings, hosts, "--master of spark-submit");
    SparkMaster.await(master, target.connectTimeout());
    findings.ok(subject(), "master " + master + " responds");
    Optional<SparkResources> free = SparkResources.ask(master, hosts);
    version(free.flatMap(SparkResources::version), findings);
    if (free.isEmpty()) {
      findings.ok(RESOURCES, "known when the job starts");
    } else if (free.get().fitsExecutor()) {
      findings.ok(RESOURCES, free.get().toString());
    } else {
      findings.warning(
          RESOURCES,
          free.get() + ": no worker has room for an executor of this job",
          "Start a worker, stop an application, or lower spark.executor.memory and"
              + " spark.executor.cores.");
    }
  }

  /**
   * Compares versions. Executors of another version cannot read messages of the driver.
   *
   * @param master that of the master; empty if unknown
   */
  static void version(Optional<String> master, Findings findings) {
    String driver = SparkInstallation.version().orElse("of an unknown version");
    if (master.isPresent() && !master.get().equals(driver)) {
      findings.error(
          TestedVersion.SUBJECT,
          "the master is Spark " + master.get() + ", but spark-submit is Spark " + driver,
          "Use spark-submit of the version of the cluster.");
    } else {
      findings.ok(TestedVersion.SUBJECT, "Spark " + driver);
    }
  }
}
