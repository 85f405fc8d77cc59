package io.userstream.tests.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import io.userstream.tests.stack.SparkSubmit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks which compilers the JVMs of a job on a cluster use. */
@Category(OnSpark.class)
public class DriverCompilerIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Flow flow = Flow.on(SharedStack.get(), "compiler").setUp();

  @Test
  public void driverLeavesC2ToTheExecutors() throws Exception {
    try (JobProcess store = startStore(submit())) {
      assertThat(directives(store.pid()), containsString("Exclude:true"));
      Collection<ProcessHandle> executors = flow.stack().spark().executors();
      assertThat(executors, is(not(empty())));
      for (ProcessHandle executor : executors) {
        assertThat(directives(executor.pid()), not(containsString("Exclude:true")));
      }
    }
  }

  @Test
  public void driverUsesC2IfTheSettingSaysSo() throws Exception {
    try (JobProcess store =
        startStore(submit().withConf("spark.userstream.driverUsesC2", "true"))) {
      assertThat(directives(store.pid()), not(containsString("Exclude:true")));
    }
  }

  private SparkSubmit submit() {
    return SparkSubmit.to(flow.stack().spark());
  }

  /** Returns after the first run. */
  private JobProcess startStore(SparkSubmit submit) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 1).flush();
    }
    JobProcess store = flow.start(submit, "store");
    try (GroupOffsets offsets = new GroupOffsets(flow)) {
      Await.until("the user is stored", LIMIT, () -> offsets.sum() == 1);
    }
    return store;
  }

  private static String directives(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "Compiler.directives_print")
            .redirectErrorStream(true)
            .start();
    String printed = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed, jcmd.waitFor(), is(0));
    return printed;
  }
}
