package io.userstream.tests.bench;

import com.google.auto.value.AutoValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A sample of a JVM's resources that would grow with a leak. Linux only. */
@AutoValue
abstract class ProcessSample {
  /** Matches lines such as {@code 12: 345 6789 java.lang.String (java.base@17)}. */
  private static final Pattern CLASS_LINE =
      Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  /** Matches lines such as {@code Total = 5 7692 5662208}: class loaders, their classes, bytes. */
  private static final Pattern LOADED_CLASSES =
      Pattern.compile("(?m)^Total\\s*=\\s*\\d+\\s+(\\d+)");

  static final String HEADER =
      String.format(
          Locale.ROOT,
          "%6s %7s %9s %8s %8s %9s %9s %10s",
          "files",
          "threads",
          "heap MiB",
          "classes",
          "clusters",
          "consumers",
          "accums",
          "listener");

  /** Open file descriptors, including sockets. */
  abstract long files();

  abstract long threads();

  /** Heap of all live objects, in MiB. */
  abstract long liveHeapMib();

  /** Loaded classes. */
  abstract long classes();

  /** Live clusters of the Cassandra driver. */
  abstract long clusters();

  /** Live Kafka consumers. */
  abstract long consumers();

  /** Live accumulators of Spark and Beam. */
  abstract long accumulators();

  /** Live entries in Spark's memory of jobs, stages and tasks. */
  abstract long listenerEntries();

  /** Samples the JVM with a pid after a garbage collection. */
  static ProcessSample of(long pid) throws IOException, InterruptedException {
    long bytes = 0;
    long clusters = 0;
    long consumers = 0;
    long accumulators = 0;
    long listenerEntries = 0;
    for (String line : jcmd(pid, "GC.class_histogram").lines().toList()) {
      Matcher of = CLASS_LINE.matcher(line);
      if (!of.matches()) {
        continue;
      }
      long instances = Long.parseLong(of.group(1));
      String name = of.group(3);
      bytes += Long.parseLong(of.group(2));
      clusters += name.equals("com.datastax.driver.core.Cluster") ? instances : 0;
      consumers += name.equals("org.apache.kafka.clients.consumer.KafkaConsumer") ? instances : 0;
      accumulators += name.endsWith("Accumulator") ? instances : 0;
      listenerEntries +=
          name.matches("org\\.apache\\.spark\\.status\\.\\w*(Wrapper|Live\\w+)") ? instances : 0;
    }
    Matcher loaded = LOADED_CLASSES.matcher(jcmd(pid, "VM.classloader_stats"));
    if (!loaded.find()) {
      throw new IllegalStateException("jcmd returns no classes for " + pid);
    }
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"));
        Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return new AutoValue_ProcessSample(
          files.count(),
          threads.count(),
          bytes >> 20,
          Long.parseLong(loaded.group(1)),
          clusters,
          consumers,
          accumulators,
          listenerEntries);
    }
  }

  /** Formats the sample as a row under {@link #HEADER}. */
  String row() {
    return String.format(
        Locale.ROOT,
        "%6d %7d %9d %8d %8d %9d %9d %10d",
        files(),
        threads(),
        liveHeapMib(),
        classes(),
        clusters(),
        consumers(),
        accumulators(),
        listenerEntries());
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return output;
  }
}
