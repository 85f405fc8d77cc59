package io.userstream.pipelines.progress;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.util.Optional;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Shows the progress of a job as a bar on a terminal. Without a terminal, it shows nothing, and the
 * log contains a progress line every few seconds.
 */
public final class Progress {
  /** Marks progress lines, which the log omits while a bar is shown. */
  public static final Marker LINE = MarkerFactory.getMarker("userstream.progress");

  /** Shows nothing. */
  public static final Progress HIDDEN = new Progress(Optional::empty);

  private final Supplier<Optional<Terminal>> terminal;

  /**
   * Shows bars on a terminal.
   *
   * @param terminal empty if there is none; called at first use
   */
  public Progress(Supplier<Optional<Terminal>> terminal) {
    this.terminal = Suppliers.memoize(terminal);
  }

  /** Returns whether {@link #show} shows a bar. If not, its count is never called. */
  public boolean isShown() {
    return terminal.get().isPresent();
  }

  /**
   * Shows a bar until it is closed. Only one bar can be shown at a time.
   *
   * @param name of the job
   * @param unit of the count, in the plural
   * @param count called several times a second by the thread of the bar
   */
  public Bar show(String name, String unit, java.util.function.Supplier<Count> count) {
    return terminal.get().<Bar>map(on -> LiveBar.open(on, name, unit, count)).orElse(() -> {});
  }

  /** A bar, which is shown only on a terminal. */
  @FunctionalInterface
  public interface Bar extends AutoCloseable {
    /** Shows the last count, and keeps the bar as a line. */
    @Override
    void close();
  }
}
