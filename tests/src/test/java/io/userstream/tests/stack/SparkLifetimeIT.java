package io.userstream.tests.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** Checks that executors, which Spark starts, end with their stack. */
public class SparkLifetimeIT {
  @Test
  public void serversAndExecutorsEndWithTheClosedStack() throws Exception {
    LocalStack stack = start();
    try (JobProcess job = CountingJob.startForEver(stack)) {
      List<ProcessHandle> servers = serversWithAnExecutor(stack, job);
      assertThat(servers, hasSize(3));

      stack.close();

      assertThat(stack.spark().executors(), is(empty()));
      servers.forEach(OwnerJvm::awaitGone);
    } finally {
      stack.close();
    }
  }

  @Test
  public void executorsDieWithTheKilledParentOfTheStack() throws Exception {
    Process owner = OwnerJvm.start(OwnerMain.class);
    List<ProcessHandle> all;
    try (BufferedReader out = owner.inputReader()) {
      all =
          Stream.of(out.readLine().split(" "))
              .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
              .toList();
      assertThat(all, hasSize(4));
    } finally {
      owner.destroyForcibly();
    }

    all.forEach(OwnerJvm::awaitGone);
  }

  /** The process that owns a Spark stack with an application, until it is killed. */
  public static final class OwnerMain {
    private OwnerMain() {}

    public static void main(String[] args) throws Exception {
      LocalStack stack = start();
      JobProcess job = CountingJob.startForEver(stack);
      String servers =
          serversWithAnExecutor(stack, job).stream()
              .map(process -> process.pid() + " ")
              .collect(Collectors.joining());
      System.out.println(servers + job.pid());
      System.in.read();
    }
  }

  private static LocalStack start() {
    return LocalStack.builder()
        .name("spark-lifetime")
        .kafkaNodes(0)
        .cassandra(false)
        .sparkWorkers(1)
        .start();
  }

  /** Returns master, worker, and the job's executor once it works. */
  private static List<ProcessHandle> serversWithAnExecutor(LocalStack stack, JobProcess job) {
    CountingJob.awaitOneMoreCount(job);
    SparkCluster spark = stack.spark();
    List<ProcessHandle> all = new ArrayList<>(spark.executors());
    all.add(ProcessHandle.of(spark.master().pid()).orElseThrow());
    all.add(ProcessHandle.of(spark.worker(1).pid()).orElseThrow());
    return all;
  }
}
