package io.userstream.tests.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.annotation.Nullable;

/**
 * A real Spark standalone cluster on 127.0.0.1: a master, workers, and the executors that the
 * workers start for each application. Safe for use by several threads.
 *
 * <p>An executor is the child of its worker, not of this JVM, and ends by itself when its worker
 * does: measured, when this JVM was killed all were gone after 1.5 s. One that a worker starts in
 * its last moments does not, measured as well: it looks for the worker once, does not find it, and
 * goes on for as long as its application does. A closing stack kills them.
 */
public final class SparkCluster {
  static final String HOST = "127.0.0.1";

  /**
   * More than the machine has, on purpose: the tasks of the jobs wait most of the time, for Kafka,
   * for Cassandra, or for their own orderly end.
   */
  private static final int SLOTS_PER_WORKER = 8;

  /** Only what the worker may hand out: it neither takes nor limits memory itself. */
  private static final String MEMORY_PER_WORKER = "8g";

  private static final List<String> DAEMON_OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          // Its port or none: at the next one nobody would find it.
          "-Dspark.port.maxRetries=0");

  private static final String EXECUTOR_CLASS = "CoarseGrainedExecutorBackend";
  private static final Duration EXECUTORS_END_LIMIT = Duration.ofSeconds(30);
  private static final int MASTER_ANSWER_MILLIS = 5_000;
  private static final Pattern ALIVE_WORKERS = Pattern.compile("\"aliveworkers\"\\s*:\\s*(\\d+)");

  private final SparkHome home;
  private final int masterPort;
  private final int masterPagesPort;
  private final List<Integer> workerPorts;
  private final SparkDaemon master;
  private final List<SparkDaemon> workers;

  private SparkCluster(
      int workerCount, boolean recovery, @Nullable Path workerJavaHome, ServerContext context) {
    home = SparkHome.prepare(context);
    masterPort = FreePorts.next();
    masterPagesPort = FreePorts.next();
    workerPorts = IntStream.range(0, workerCount).map(i -> FreePorts.next()).boxed().toList();
    master =
        new SparkDaemon(
            context.server("spark-master", masterCommand(recovery)),
            log -> log.contains("New state: ALIVE") || log.contains("Recovery complete"));
    Path javaHome =
        workerJavaHome == null ? Path.of(System.getProperty("java.home")) : workerJavaHome;
    workers =
        IntStream.rangeClosed(1, workerCount)
            .mapToObj(
                id ->
                    new SparkDaemon(
                        context.server("spark-worker-" + id, workerCommand(id, javaHome)),
                        log -> log.contains("Successfully registered with master")))
            .toList();
  }

  /**
   * Describes a cluster.
   *
   * @param recovery whether a master that comes back knows its workers and applications again
   * @param workerJavaHome the Java of the executors; null: the one of this JVM
   */
  static SparkCluster prepare(
      int workers, boolean recovery, @Nullable Path workerJavaHome, ServerContext context) {
    if (workers < 1) {
      throw new IllegalArgumentException("spark workers: " + workers + ", not at least 1");
    }
    return new SparkCluster(workers, recovery, workerJavaHome, context);
  }

  private ChildCommand masterCommand(boolean recovery) {
    List<String> options = new ArrayList<>(DAEMON_OPTIONS);
    if (recovery) {
      options.add("-Dspark.deploy.recoveryMode=FILESYSTEM");
      options.add("-Dspark.deploy.recoveryDirectory=" + home.directory("recovery"));
    }
    return home.command(
        options,
        "org.apache.spark.deploy.master.Master",
        List.of("--host", HOST, "--port", "" + masterPort, "--webui-port", "" + masterPagesPort));
  }

  private ChildCommand workerCommand(int id, Path javaHome) {
    return home.command(
        DAEMON_OPTIONS,
        "org.apache.spark.deploy.worker.Worker",
        List.of(
            "--host",
            HOST,
            "--port",
            Integer.toString(workerPorts.get(id - 1)),
            "--webui-port",
            Integer.toString(FreePorts.next()),
            "--cores",
            Integer.toString(SLOTS_PER_WORKER),
            "--memory",
            MEMORY_PER_WORKER,
            "--work-dir",
            home.directory("worker-" + id).toString(),
            masterUrl()),
        Map.of("JAVA_HOME", javaHome.toString()));
  }

  /** Returns the address to submit to, {@code spark://host:port}, the master running or not. */
  public String masterUrl() {
    return "spark://" + HOST + ":" + masterPort;
  }

  /** Returns the master. */
  public SparkDaemon master() {
    return master;
  }

  /** Returns all workers, by number. */
  public List<SparkDaemon> workers() {
    return workers;
  }

  /**
   * Returns a worker.
   *
   * @param id from 1
   */
  public SparkDaemon worker(int id) {
    return workers.get(id - 1);
  }

  /** Starts what does not run, the master first, and waits until all serve. */
  public void startAll() {
    if (!master.isRunning()) {
      master.start();
    }
    InParallel.run(
        workers.stream()
            .filter(worker -> !worker.isRunning())
            .map(worker -> (Runnable) worker::start)
            .toList());
  }

  /**
   * Asks the master how many workers it can use. A master that was away without recovery knows none
   * until they register again, which they try every 5 to 15 s.
   *
   * @throws UncheckedIOException when it does not answer
   */
  public int aliveWorkers() {
    try {
      URLConnection connection =
          URI.create("http://" + HOST + ":" + masterPagesPort + "/json/").toURL().openConnection();
      connection.setConnectTimeout(MASTER_ANSWER_MILLIS);
      connection.setReadTimeout(MASTER_ANSWER_MILLIS);
      try (InputStream answer = connection.getInputStream()) {
        String json = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        Matcher count = ALIVE_WORKERS.matcher(json);
        if (!count.find()) {
          throw new IOException("no aliveworkers in the master's answer: " + json);
        }
        return Integer.parseInt(count.group(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the executors of all applications that run now, of killed workers too. */
  public List<ProcessHandle> executors() {
    return ProcessHandle.allProcesses().filter(this::isExecutorOfThis).toList();
  }

  /**
   * Kills the executors that run now (SIGKILL). Their workers start others for applications that
   * still run.
   *
   * @return how many were killed
   */
  public int killExecutors() {
    return (int) executors().stream().filter(ProcessHandle::destroyForcibly).count();
  }

  /** By the address of its worker, since a killed worker is no longer its parent. */
  private boolean isExecutorOfThis(ProcessHandle process) {
    String line = process.info().commandLine().orElse("");
    return line.contains(EXECUTOR_CLASS)
        && workerPorts.stream()
            .anyMatch(port -> line.contains("spark://Worker@" + HOST + ":" + port + " "));
  }

  SparkHome home() {
    return home;
  }

  /** Kills what executors are left when the workers have ended, and waits until they are gone. */
  void endExecutors() {
    Await.until("the executors are gone", EXECUTORS_END_LIMIT, () -> killExecutors() == 0);
  }
}
