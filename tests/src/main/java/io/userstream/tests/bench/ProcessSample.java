package io.userstream.tests.bench;

import com.google.auto.value.AutoValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a JVM holds at a moment: what would grow if something leaked. Linux only. */
@AutoValue
abstract class ProcessSample {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  /** Open file descriptors, sockets among them. */
  abstract long files();

  abstract long threads();

  /** Heap in use after a full collection, in MiB. */
  abstract long liveHeapMib();

  /** Samples the JVM of that pid, after making it collect its garbage. */
  static ProcessSample of(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("jcmd gives no heap for " + pid);
    }
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"));
        Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return new AutoValue_ProcessSample(
          files.count(), threads.count(), Long.parseLong(used.group(1)) / 1024);
    }
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
