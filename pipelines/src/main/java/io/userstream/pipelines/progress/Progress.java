package io.userstream.pipelines.progress;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.util.Optional;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Shows how far a job is, as a bar on a terminal. Without a terminal it shows nothing, and the log
 * has a line of progress every few seconds.
 */
public final class Progress {
  /** Marks the lines of progress, which the log leaves out while a bar is shown. */
  public static final Marker LINE = MarkerFactory.getMarker("userstream.progress");

  /** Shows nothing. */
  public static final Progress HIDDEN = new Progress(Optional::empty);

  private final Supplier<Optional<Terminal>> terminal;

  /**
   * Shows bars on a terminal.
   *
   * @param terminal empty if there is none; asked when it is needed
   */
  public Progress(Supplier<Optional<Terminal>> terminal) {
    this.terminal = Suppliers.memoize(terminal);
  }

  /** Returns whether {@link #show} shows something: if not, nobody needs to count for it. */
  public boolean isShown() {
    return terminal.get().isPresent();
  }

  /**
   * Shows a bar until it is closed. There may be one bar at a time.
   *
   * @param name of the job
   * @param unit of what is counted, in the plural
   * @param count is called several times a second by a thread of the bar
   */
  public Bar show(String name, String unit, java.util.function.Supplier<Count> count) {
    return terminal.get().<Bar>map(on -> LiveBar.open(on, name, unit, count)).orElse(() -> {});
  }

  /** A bar that is shown, or would be shown on a terminal. */
  @FunctionalInterface
  public interface Bar extends AutoCloseable {
    /** Shows the last count, and leaves the bar behind as a line. */
    @Override
    void close();
  }
}
