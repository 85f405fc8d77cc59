package io.userstream.pipelines.publish;

import io.userstream.io.postgres.RawUser;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;

/** Publishes and marks the rows of each element before it takes the next one. */
final class PublishFn<T> extends DoFn<T, Void> {
  private static final long serialVersionUID = 1L;

  private final PublishTarget target;
  private final Rows<T> rows;
  private transient RowPublisher publisher;

  /** Returns the rows of an element. */
  @FunctionalInterface
  interface Rows<T> extends Serializable {
    List<RawUser> of(T element, RowPublisher publisher) throws SQLException;
  }

  PublishFn(PublishTarget target, Rows<T> rows) {
    this.target = target;
    this.rows = rows;
  }

  @Setup
  public void setUp() throws InterruptedException {
    publisher = new RowPublisher(target);
  }

  @ProcessElement
  public void publish(@Element T element) throws SQLException {
    publisher.publish(rows.of(element, publisher));
  }

  @Teardown
  public void tearDown() {
    if (publisher != null) {
      publisher.close();
    }
  }
}
