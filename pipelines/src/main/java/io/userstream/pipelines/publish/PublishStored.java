package io.userstream.pipelines.publish;

import com.google.common.collect.ImmutableList;
import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.RawSelection;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PDone;

/**
 * Reads the selected rows of the raw store, publishes and marks them, a few thousand at a time. Its
 * memory does not grow with the table.
 */
public final class PublishStored extends PTransform<PBegin, PDone> {
  private static final long serialVersionUID = 1L;

  private final ImmutableList<PageRange> ranges;
  private final RawSelection selection;
  private final PublishTarget target;

  private PublishStored(List<PageRange> ranges, RawSelection selection, PublishTarget target) {
    this.ranges = ImmutableList.copyOf(ranges);
    this.selection = selection;
    this.target = target;
  }

  /**
   * Returns the transform.
   *
   * @param ranges of the rows, see {@code RawUsersTable#ranges}
   */
  public static PublishStored of(
      List<PageRange> ranges, RawSelection selection, PublishTarget target) {
    return new PublishStored(ranges, selection, target);
  }

  @Override
  public PDone expand(PBegin input) {
    input
        .apply("Ranges", Create.of(ranges).withCoder(SerializableCoder.of(PageRange.class)))
        // One step, because a runner would buffer everything that a separate reading step reads.
        .apply("ReadPublishAndMark", ParDo.of(new PublishFn<>(target, readFrom(selection))));
    return PDone.in(input.getPipeline());
  }

  /** Static, so that the function does not capture this transform. */
  private static PublishFn.Rows<PageRange> readFrom(RawSelection selection) {
    return (range, publisher) -> publisher.table().read(range, selection).rows();
  }
}
