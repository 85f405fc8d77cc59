package io.userstream.runloop.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.Run;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.Test;

public class LocalRunnerContextTest {
  private static final int LIMIT_S = 60;

  /** The threads of each run that has begun, and one element for each run that may end. */
  private static final BlockingQueue<Integer> THREADS = new LinkedBlockingQueue<>();

  private static final BlockingQueue<Boolean> ENDS = new LinkedBlockingQueue<>();

  private final DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);

  @Test
  public void aRunHasTheThreadsThatOthersLeave() throws Exception {
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(3);
    try (LocalRunnerContext context = new LocalRunnerContext(options)) {
      CompletableFuture<PipelineResult.State> first = begin(context, 2);
      assertThat(threads(), is(2));
      CompletableFuture<PipelineResult.State> second = begin(context, 2);
      assertThat(threads(), is(1));
      CompletableFuture<PipelineResult.State> third = begin(context, 2);
      assertThat(threads(), is(1));
      assertThat(context.slots(), is(3));

      ENDS.addAll(List.of(true, true, true));
      for (CompletableFuture<PipelineResult.State> run : List.of(first, second, third)) {
        assertThat(run.get(LIMIT_S, TimeUnit.SECONDS), is(PipelineResult.State.DONE));
      }
      ENDS.add(true);
      assertThat(begin(context, 5).get(LIMIT_S, TimeUnit.SECONDS), is(PipelineResult.State.DONE));
      assertThat(THREADS, contains(3));
      assertThat(options.getTargetParallelism(), is(3));
    } finally {
      THREADS.clear();
    }
  }

  private CompletableFuture<PipelineResult.State> begin(LocalRunnerContext context, int bundles) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(1)).apply(ParDo.of(new ReportFn()));
    Run run = Run.builder().setBundles(bundles).build();
    return CompletableFuture.supplyAsync(() -> context.execute(run, pipeline));
  }

  private static int threads() throws InterruptedException {
    return THREADS.poll(LIMIT_S, TimeUnit.SECONDS);
  }

  private static final class ReportFn extends DoFn<Integer, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(PipelineOptions options) throws InterruptedException {
      THREADS.add(options.as(DirectOptions.class).getTargetParallelism());
      ENDS.poll(LIMIT_S, TimeUnit.SECONDS);
    }
  }
}
