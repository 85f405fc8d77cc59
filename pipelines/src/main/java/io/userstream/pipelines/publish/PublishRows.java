package io.userstream.pipelines.publish;

import io.userstream.io.postgres.RawUsers;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Publishes and marks the rows of each element before it takes the next one. */
public final class PublishRows extends PTransform<PCollection<RawUsers>, PDone> {
  private static final long serialVersionUID = 1L;

  private final PublishTarget target;

  private PublishRows(PublishTarget target) {
    this.target = target;
  }

  public static PublishRows to(PublishTarget target) {
    return new PublishRows(target);
  }

  @Override
  public PDone expand(PCollection<RawUsers> rows) {
    rows.apply(
        "PublishAndMark", ParDo.of(new PublishFn<>(target, (users, publisher) -> users.rows())));
    return PDone.in(rows.getPipeline());
  }
}
