package io.userstream.pipelines.progress;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal. While it is shown, {@code System.err} writes above it. */
final class LiveBar implements Progress.Bar {
  private static final int REDRAW_MILLIS = 200;
  private static final long UNKNOWN = -1;

  private final Supplier<Count> count;
  private final PrintStream stderr = System.err;
  private final BottomLine bottom;
  private final LinesAbove above;
  private final LogAroundBar log;
  private final ProgressBar bar;
  private final ScheduledExecutorService counting =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  private LiveBar(Terminal terminal, String name, String unit, Supplier<Count> count) {
    this.count = count;
    Count first = count.get();
    this.bottom = new BottomLine(terminal);
    this.above = new LinesAbove(bottom);
    System.setErr(new PrintStream(above, true, Charset.defaultCharset()));
    this.log = LogAroundBar.open();
    this.bar =
        ProgressBar.builder()
            .setTaskName(name)
            .setUnit(" " + unit, 1)
            .setInitialMax(first.total().orElse(UNKNOWN))
            .startsFrom(first.done(), Duration.ZERO)
            .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setStyle(ProgressBarStyle.ASCII) // Every terminal can display it.
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .continuousUpdate()
            .setConsumer(bottom)
            .build();
  }

  static LiveBar open(Terminal terminal, String name, String unit, Supplier<Count> count) {
    LiveBar bar = new LiveBar(terminal, name, unit, count);
    var unused =
        bar.counting.scheduleWithFixedDelay(
            bar::update, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    return bar;
  }

  private synchronized void update() {
    try {
      Count now = count.get();
      // Retries may process more items than the total.
      bar.maxHint(
          now.total().isPresent() ? Math.max(now.total().getAsLong(), now.done()) : UNKNOWN);
      bar.stepTo(now.done());
    } catch (RuntimeException e) {
      // The bar keeps the last count. The job itself reports the problem.
    }
  }

  @Override
  public void close() {
    counting.shutdown();
    // The library would swallow an interrupt.
    boolean interrupted = Thread.interrupted();
    update();
    bar.close();
    bottom.close(); // The library does not close it if the bar was never drawn.
    System.setErr(stderr);
    above.close();
    log.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
