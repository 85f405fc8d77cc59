package io.userstream.pipelines.job;

import io.userstream.io.options.ConnectOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options for jobs on a Spark cluster. Other runners ignore them. */
public interface SparkJobOptions extends ConnectOptions {
  @Description("How long the job keeps running without a Spark executor before it fails.")
  @Default.String("60s")
  String getExecutorTimeout();

  void setExecutorTimeout(String executorTimeout);
}
