package io.userstream.pipelines.job;

import io.userstream.io.options.ConnectOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** How a job watches over the Spark cluster that it runs on; without effect on other runners. */
public interface SparkJobOptions extends ConnectOptions {
  @Description(
      "How long to go on when the Spark cluster gives no executor, before the job ends with an error.")
  @Default.String("60s")
  String getExecutorTimeout();

  void setExecutorTimeout(String executorTimeout);
}
