package io.userstream.tests.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Runs {@link CountOnSpark} on a stack. */
final class CountingJob {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private CountingJob() {}

  /** Starts a job that counts once. */
  static JobProcess startOnce(LocalStack stack) throws IOException {
    return start(stack, List.of());
  }

  /** Starts a job that counts repeatedly and keeps its executors. */
  static JobProcess startForEver(LocalStack stack) throws IOException {
    return start(stack, List.of("again"));
  }

  private static JobProcess start(LocalStack stack, List<String> arguments) throws IOException {
    String name = "count-" + UUID.randomUUID();
    String entry = CountOnSpark.class.getName().replace('.', '/') + ".class";
    Path jar = stack.directory().resolve(name + ".jar");
    try (InputStream source = CountOnSpark.class.getClassLoader().getResourceAsStream(entry);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(entry));
      source.transferTo(out);
      out.closeEntry();
    }
    return JobProcess.start(
        stack,
        name,
        SparkSubmit.to(stack.spark())
            .withJar(jar)
            .withMainClass(CountOnSpark.class.getName())
            .withConf("spark.executor.memory", "512m"),
        arguments);
  }

  /** Waits until the job completes one more count. */
  static void awaitOneMoreCount(JobProcess job) {
    long before = counts(job);
    Await.until("the job counts once more", LIMIT, () -> counts(job) > before || !job.isRunning());
    assertThat(job.output(), counts(job), greaterThan(before));
  }

  private static long counts(JobProcess job) {
    return job.out().lines().filter("counted 1000"::equals).count();
  }
}
