package io.userstream.io.randomuser;

import io.userstream.model.RawPage;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/** The transform of {@link RandomUserIO.Read#asRawPages}. */
final class ReadRawPages extends PTransform<PBegin, PCollection<RawPage>> {
  private static final long serialVersionUID = 1L;

  private final RandomUserIO.Read spec;

  ReadRawPages(RandomUserIO.Read spec) {
    this.spec = spec;
  }

  @Override
  public void validate(@Nullable PipelineOptions options) {
    spec.validate(options);
  }

  @Override
  public PCollection<RawPage> expand(PBegin input) {
    String filters = spec.filters().toJson();
    return spec.read(
            input,
            true,
            page -> List.of(RawPage.of(page, filters)),
            TypeDescriptor.of(RawPage.class))
        .setCoder(SerializableCoder.of(RawPage.class));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.delegate(spec);
  }
}
