package io.userstream.runloop.ranges;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A {@link RecordFn} with a handler for records for which it throws one kind of exception. */
final class FailureHandlingFn<T> implements RecordFn<T> {
  private static final long serialVersionUID = 1L;

  private final RecordFn<T> each;
  private final Class<? extends RuntimeException> kind;
  private final RecordFailureFn<T> handler;

  FailureHandlingFn(
      RecordFn<T> each, Class<? extends RuntimeException> kind, RecordFailureFn<T> handler) {
    this.each = each;
    this.kind = kind;
    this.handler = handler;
  }

  @Override
  public void process(SourceRecord record, Consumer<T> output) {
    Held<T> held = new Held<>();
    try {
      each.process(record, held);
    } catch (RuntimeException e) {
      if (!kind.isInstance(e)) {
        throw e;
      }
      handler.handle(new RecordFailure(record, e), output);
      return;
    } finally {
      held.isOpen = false;
    }
    held.outputs.forEach(output);
  }

  @Override
  public void setUp() {
    each.setUp();
  }

  @Override
  public void startBundle() {
    each.startBundle();
  }

  @Override
  public void finishBundle(Consumer<T> output) {
    each.finishBundle(output);
  }

  @Override
  public void tearDown() {
    each.tearDown();
  }

  /** Holds the output for a record until the function returns. */
  private static final class Held<T> implements Consumer<T> {
    private final List<T> outputs = new ArrayList<>(1);
    private boolean isOpen = true;

    @Override
    public void accept(T output) {
      if (!isOpen) {
        throw new IllegalStateException("output used after process() returned");
      }
      outputs.add(output);
    }
  }
}
