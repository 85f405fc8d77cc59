package io.userstream.tests.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Checks that the stack's Spark is a real cluster that survives kills and restarts. */
public class SparkClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static LocalStack stack;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @BeforeClass
  public static void startStack() {
    stack = onlySpark("spark").start();
  }

  @AfterClass
  public static void closeStack() {
    stack.close();
  }

  @Test
  public void submittedApplicationRunsOnAnExecutor() throws Exception {
    try (JobProcess job = CountingJob.startOnce(stack)) {
      assertThat(job.output(), job.awaitEnd(LIMIT), is(0));

      assertThat(job.out(), is("counted 1000\n"));
    }
  }

  @Test
  public void jarIsSubmittedAsUsersDoIt() {
    try (JobProcess job =
        JobProcess.start(stack, newName(), SparkSubmit.to(stack.spark()), List.of("options"))) {
      assertThat(job.output(), job.awaitEnd(LIMIT), is(0));

      assertThat(job.out(), containsString("--bootstrapServers"));
      assertThat(job.err(), not(containsString("--bootstrapServers")));
    }
  }

  @Test
  public void exitCodeOfTheJobIsThatOfTheSubmit() {
    try (JobProcess job =
        JobProcess.start(stack, newName(), SparkSubmit.to(stack.spark()), List.of("opshons"))) {
      assertThat(job.awaitEnd(LIMIT), is(2));

      assertThat(job.err(), containsString("unknown command opshons"));
    }
  }

  @Test
  public void killedExecutorIsReplaced() throws Exception {
    try (JobProcess job = CountingJob.startForEver(stack)) {
      CountingJob.awaitOneMoreCount(job);
      assertThat(stack.spark().executors(), hasSize(1));

      assertThat(stack.spark().killExecutors(), is(1));

      CountingJob.awaitOneMoreCount(job);
      CountingJob.awaitOneMoreCount(job);
    }
    awaitNoExecutor(stack);
  }

  @Test
  public void executorEndsWithItsKilledWorkerAndTheApplicationContinuesWhenTheWorkerIsBack()
      throws Exception {
    try (JobProcess job = CountingJob.startForEver(stack)) {
      CountingJob.awaitOneMoreCount(job);

      stack.spark().worker(1).kill();
      awaitNoExecutor(stack);
      stack.spark().worker(1).start();

      CountingJob.awaitOneMoreCount(job);
    }
    awaitNoExecutor(stack);
  }

  @Test
  public void killedMasterRestartsAtItsAddressAndItsWorkersReconnect() throws Exception {
    String url = stack.spark().masterUrl();

    stack.spark().master().kill();
    stack.spark().startAll();

    assertThat(stack.spark().masterUrl(), is(url));
    Await.until("the worker is registered again", LIMIT, () -> stack.spark().aliveWorkers() == 1);
    submittedApplicationRunsOnAnExecutor();
  }

  @Test
  public void stoppedWorkerStopsItsExecutors() throws Exception {
    try (JobProcess job = CountingJob.startForEver(stack)) {
      CountingJob.awaitOneMoreCount(job);
      List<ProcessHandle> executors = stack.spark().executors();
      assertThat(executors, hasSize(1));

      stack.spark().worker(1).stop();

      // Compares with the earlier executors: a stopping worker may still start another one.
      Await.until(
          "the executors have ended",
          LIMIT,
          () -> executors.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(stack.spark().worker(1).isRunning(), is(false));
    } finally {
      stack.spark().startAll();
    }
  }

  @Test
  public void recoveringMasterKeepsARunningApplication() throws Exception {
    try (LocalStack recovering = onlySpark("recovering").sparkRecovery().start();
        JobProcess job = CountingJob.startForEver(recovering)) {
      CountingJob.awaitOneMoreCount(job);
      recovering.spark().master().kill();
      recovering.spark().master().start();

      Await.until("the worker is registered", LIMIT, () -> recovering.spark().aliveWorkers() == 1);
      // The executors may be new: Spark ends them if the worker registers again too early.
      Await.until(
          "the new master knows the application",
          LIMIT,
          () ->
              recovering
                  .spark()
                  .master()
                  .logSinceStart()
                  .contains("Application has been re-registered"));
      CountingJob.awaitOneMoreCount(job);
      recovering.spark().killExecutors();
      CountingJob.awaitOneMoreCount(job);
      CountingJob.awaitOneMoreCount(job);
    }
  }

  @Test
  public void executorsRunOnTheJavaOfTheWorker() throws Exception {
    Path java = Files.createDirectories(folder.getRoot().toPath().resolve("bin")).resolve("java");
    String script = "#!/bin/sh\nexec '%s/bin/java' -Dthe.other=java \"$@\"\n";
    Files.writeString(java, String.format(Locale.ROOT, script, System.getProperty("java.home")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    try (LocalStack other =
            onlySpark("other-java").sparkWorkerJavaHome(folder.getRoot().toPath()).start();
        JobProcess job = CountingJob.startForEver(other)) {
      CountingJob.awaitOneMoreCount(job);

      assertThat(
          other.spark().executors().get(0).info().commandLine().orElse(""),
          containsString("-Dthe.other=java"));
    }
  }

  @Test
  public void twoWorkersGiveAnApplicationAnExecutorEach() throws Exception {
    try (LocalStack two = onlySpark("two-workers").sparkWorkers(2).start();
        JobProcess job = CountingJob.startForEver(two)) {
      CountingJob.awaitOneMoreCount(job);

      Await.until("two executors run", LIMIT, () -> two.spark().executors().size() == 2);
      assertThat(two.spark().masterUrl(), startsWith("spark://127.0.0.1:"));
    }
  }

  private static LocalStackBuilder onlySpark(String name) {
    return LocalStack.builder().name(name).kafkaNodes(0).cassandra(false).sparkWorkers(1);
  }

  private static String newName() {
    return "job-" + UUID.randomUUID();
  }

  private static void awaitNoExecutor(LocalStack stack) {
    Await.until("no executor runs", LIMIT, () -> stack.spark().executors().isEmpty());
  }
}
