package io.userstream.runloop.runner;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.collection.JavaConverters;

/**
 * The values of Beam's counters for each pipeline of a context that runs many. Beam has one
 * accumulator for all of them, which keeps counting and includes failed attempts. Spark reports for
 * each successful task what it added to the accumulator, and for each job its group. So the counts
 * of a pipeline are the sum over the tasks of its group.
 *
 * <p>Spark reports in a queue, in order, and the end of a pipeline's last task is in it before the
 * pipeline ends. So the end of the pipeline is queued behind it, as an event of this class.
 */
final class SparkCounters extends SparkListener {
  /** The name in Beam's {@code MetricsAccumulator}. */
  private static final String ACCUMULATOR = "Beam.Metrics";

  /** The value of Spark's {@code SparkContext.SPARK_JOB_GROUP_ID}. */
  private static final String JOB_GROUP = "spark.jobGroup.id";

  private final JavaSparkContext spark;
  private final CounterListener listener;

  // Used only by the thread of Spark's queue.
  private final Map<Integer, String> groupOfStage = new HashMap<>();
  private final Map<String, Map<MetricName, Long>> counts = new HashMap<>();

  private SparkCounters(JavaSparkContext spark, CounterListener listener) {
    this.spark = spark;
    this.listener = listener;
  }

  /** Starts to listen, before the first pipeline. */
  static SparkCounters of(JavaSparkContext spark, CounterListener listener) {
    SparkCounters counters = new SparkCounters(spark, listener);
    spark.sc().addSparkListener(counters);
    return counters;
  }

  /** Reports the end of the pipeline whose jobs were in this group; thread-safe. */
  void ended(String group, boolean done) {
    spark.sc().listenerBus().post(new PipelineEnded(group, done));
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    String group = job.properties() == null ? null : job.properties().getProperty(JOB_GROUP);
    if (group != null) {
      for (Object stage : JavaConverters.asJavaCollection(job.stageIds())) {
        groupOfStage.put((Integer) stage, group);
      }
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    String group = groupOfStage.get(task.stageId());
    if (group == null || !task.taskInfo().successful()) {
      return;
    }
    Collection<AccumulableInfo> updates =
        JavaConverters.asJavaCollection(task.taskInfo().accumulables());
    for (AccumulableInfo update : updates) {
      if (update.name().contains(ACCUMULATOR)
          && update.update().isDefined()
          && update.update().get() instanceof MetricsContainerStepMap added) {
        Map<MetricName, Long> ofGroup = counts.computeIfAbsent(group, name -> new HashMap<>());
        CounterValues.of(MetricsContainerStepMap.asAttemptedOnlyMetricResults(added))
            .forEach((name, count) -> ofGroup.merge(name, count, Long::sum));
      }
    }
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof PipelineEnded ended) {
      groupOfStage.values().removeIf(ended.group::equals);
      Map<MetricName, Long> ofGroup = counts.remove(ended.group);
      if (ended.done && ofGroup != null) {
        listener.counted(ofGroup);
      }
    }
  }

  private static final class PipelineEnded implements SparkListenerEvent {
    private final String group;
    private final boolean done;

    PipelineEnded(String group, boolean done) {
      this.group = group;
      this.done = done;
    }

    /** Keeps the event out of Spark's event log, which could not be read then. */
    @Override
    public boolean logEvent() {
      return false;
    }
  }
}
