package io.userstream.runloop;

import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** Has the slots and the fault that the test sets, and executes nothing. */
final class ManualEngine implements RunEngine {
  int slots = 1;
  Optional<String> fault = Optional.empty();

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public PipelineResult.State execute(Run run, Pipeline pipeline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> fault() {
    return fault;
  }
}
