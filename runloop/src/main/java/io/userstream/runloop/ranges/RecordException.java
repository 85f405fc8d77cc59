package io.userstream.runloop.ranges;

/**
 * Thrown if a {@link RecordFn} throws for a record. It names only the place of the record, because
 * key, value and headers may be personal data, and so may the message of the cause.
 */
public final class RecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String place;

  RecordException(SourceRecord record, RuntimeException cause) {
    super("record " + record + " cannot be processed: " + cause.getClass().getName(), cause);
    this.place = record.toString();
  }

  /** Returns topic, partition and offset, as in {@code orders-0@42}. */
  public String place() {
    return place;
  }
}
