package io.userstream.runloop.ranges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.userstream.runloop.EndedRun;
import io.userstream.runloop.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.Test;

/** Tests on DirectRunner what happens if the function throws for a record. */
public class RecordFailureTest {
  @Test
  public void theFaultOfARunNamesTheRecord() {
    RuntimeException fault =
        assertThrows(
            RuntimeException.class,
            () ->
                run(
                    (record, output) -> {
                      throw new IllegalStateException("bad order");
                    }));

    String reason = EndedRun.of(Run.builder().build(), fault, Duration.ZERO).reason().orElseThrow();
    assertThat(reason, containsString("orders-1@42"));
    assertThat(reason, containsString("IllegalStateException: bad order"));
    assertThat(reason, not(containsString("secret")));
  }

  @Test
  public void aHandledFailureOutputsOnlyADeadLetter() {
    List<String> given = new ArrayList<>();
    RecordFn<String> each =
        handled(
            (record, output) -> {
              output.accept("half an order");
              throw new IllegalArgumentException("bad");
            });

    each.process(order(), given::add);

    assertThat(given, is(List.of("dead orders-1@42: bad")));
  }

  @Test
  public void anotherExceptionFailsTheRun() {
    RecordFn<String> each =
        handled(
            (record, output) -> {
              throw new IllegalStateException("registry down");
            });

    assertThrows(IllegalStateException.class, () -> each.process(order(), output -> {}));
  }

  @Test
  public void outputUsedTooLateIsAnError() {
    AtomicReference<Consumer<String>> kept = new AtomicReference<>();
    handled((record, output) -> kept.set(output)).process(order(), output -> {});

    assertThrows(IllegalStateException.class, () -> kept.get().accept("late"));
  }

  @Test
  public void theOutputOfAGoodRecordIsPassedOn() {
    List<String> given = new ArrayList<>();

    handled((record, output) -> output.accept("order")).process(order(), given::add);

    assertThat(given, is(List.of("order")));
  }

  private static RecordFn<String> handled(RecordFn<String> each) {
    return new FailureHandlingFn<>(
        each,
        IllegalArgumentException.class,
        (failure, output) ->
            output.accept("dead " + failure.record() + ": " + failure.exception().getMessage()));
  }

  private static void run(RecordFn<String> each) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(Create.of(order()).withCoder(SourceRecordCoder.of()))
        .apply(ParDo.of(new ForEachRecord<>(each)))
        .setCoder(StringUtf8Coder.of());
    pipeline.run().waitUntilFinish();
  }

  static SourceRecord order() {
    return SourceRecord.of(
        "orders",
        1,
        42,
        1_000,
        1_000_000,
        "secret".getBytes(UTF_8),
        "secret".getBytes(UTF_8),
        null);
  }
}
