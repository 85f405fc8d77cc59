package io.userstream.tests.bench;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The share of the machine's cores that is in use, as the kernel counts it in /proc/stat. */
final class MachineLoad {
  private static final Path STAT = Path.of("/proc/stat");

  /** The columns of idle time and of waiting for disks. */
  private static final List<Integer> IDLE = List.of(4, 5);

  private final Ticks first;

  private record Ticks(long all, long idle) {}

  private MachineLoad(Ticks first) {
    this.first = first;
  }

  static MachineLoad start() {
    return new MachineLoad(now());
  }

  /** Returns the share during this time from now. */
  static double over(Duration time) throws InterruptedException {
    MachineLoad load = start();
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
    return load.share();
  }

  /** Returns the share since the start, from 0 to 1. */
  double share() {
    Ticks now = now();
    return 1 - (now.idle - first.idle) / (double) Math.max(1, now.all - first.all);
  }

  private static Ticks now() {
    try {
      List<String> columns =
          Splitter.on(' ').omitEmptyStrings().splitToList(Files.readAllLines(STAT).get(0));
      long all = columns.stream().skip(1).limit(8).mapToLong(Long::parseLong).sum();
      return new Ticks(
          all, IDLE.stream().mapToLong(column -> Long.parseLong(columns.get(column))).sum());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
