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

/**
 * A real Spark standalone cluster on 127.0.0.1: a master, workers, and the executors that the
 * workers start for each application. Thread-safe.
 *
 * <p>An executor is a child of its worker, not of this JVM, and normally ends with its worker.
 * Measured: all executors had ended 1.5 s after this JVM was killed. An executor that a stopping
 * worker still starts does not end: it looks for the worker once, does not find it, and runs as
 * long as its application. A closing stack kills these executors.
 */
public final class SparkCluster {
  static final String HOST = "127.0.0.1";

  /**
   * More than the machine has, on purpose: most of the time, the tasks wait for Kafka, for
   * Cassandra or for their own shutdown.
   */
  static final int SLOTS_PER_WORKER = 8;

  /**
   * Only limits what the worker may hand out. The worker neither reserves nor limits memory itself.
   */
  private static final String MEMORY_PER_WORKER = "8g";

  private static final List<String> DAEMON_OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          // Fails if the port is taken: clients would not find the master on the next port.
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

  private SparkCluster(LocalStackBuilder stack, ServerContext context) {
    home = SparkHome.prepare(context, stack.sparkSettings);
    masterPort = FreePorts.next();
    masterPagesPort = FreePorts.next();
    workerPorts =
        IntStream.range(0, stack.sparkWorkers).map(i -> FreePorts.next()).boxed().toList();
    master =
        new SparkDaemon(
            context.server("spark-master", masterCommand(stack.sparkRecovery)),
            log -> log.contains("New state: ALIVE") || log.contains("Recovery complete"));
    Path javaHome =
        stack.sparkWorkerJavaHome == null
            ? Path.of(System.getProperty("java.home"))
            : stack.sparkWorkerJavaHome;
    workers =
        IntStream.rangeClosed(1, stack.sparkWorkers)
            .mapToObj(
                id ->
                    new SparkDaemon(
                        context.server(
                            "spark-worker-" + id, workerCommand(id, stack.sparkSlots, javaHome)),
                        log -> log.contains("Successfully registered with master")))
            .toList();
  }

  /** Describes a cluster with at least one worker. */
  static SparkCluster prepare(LocalStackBuilder stack, ServerContext context) {
    if (stack.sparkWorkers < 1) {
      throw new IllegalArgumentException(
          "spark workers: " + stack.sparkWorkers + ", expected at least 1");
    }
    return new SparkCluster(stack, context);
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

  private ChildCommand workerCommand(int id, int slots, Path javaHome) {
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
            Integer.toString(slots),
            "--memory",
            MEMORY_PER_WORKER,
            "--work-dir",
            home.directory("worker-" + id).toString(),
            masterUrl()),
        Map.of("JAVA_HOME", javaHome.toString()));
  }

  /** Returns the address to submit to, {@code spark://host:port}, even if the master is down. */
  public String masterUrl() {
    return "spark://" + HOST + ":" + masterPort;
  }

  /** Returns the address of the master's pages. */
  public String masterPages() {
    return "http://" + HOST + ":" + masterPagesPort + "/";
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

  /** Starts the stopped daemons, the master first, and waits until all serve. */
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
   * Returns the number of workers that the master can use. A restarted master without recovery has
   * none until they register again, which they attempt every 5 to 15 s.
   *
   * @throws UncheckedIOException if the master does not answer
   */
  public int aliveWorkers() {
    try {
      URLConnection connection = URI.create(masterPages() + "json/").toURL().openConnection();
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

  /** Returns the running executors of all applications, including those of killed workers. */
  public List<ProcessHandle> executors() {
    return ProcessHandle.allProcesses().filter(this::isExecutorOfThis).toList();
  }

  /**
   * Kills the running executors with SIGKILL. Their workers start new ones for running
   * applications.
   *
   * @return the number of killed executors
   */
  public int killExecutors() {
    return (int) executors().stream().filter(ProcessHandle::destroyForcibly).count();
  }

  /**
   * Finds executors by the address of their worker, because a killed worker is no longer their
   * parent.
   */
  private boolean isExecutorOfThis(ProcessHandle process) {
    String line = process.info().commandLine().orElse("");
    return line.contains(EXECUTOR_CLASS)
        && workerPorts.stream()
            .anyMatch(port -> line.contains("spark://Worker@" + HOST + ":" + port + " "));
  }

  SparkHome home() {
    return home;
  }

  /** Kills the executors that outlive their workers, and waits for their end. */
  void endExecutors() {
    Await.until("the executors have ended", EXECUTORS_END_LIMIT, () -> killExecutors() == 0);
  }
}
