package io.userstream.pipelines.ingest;

import io.userstream.pipelines.options.ConnectOptions;
import io.userstream.pipelines.options.KafkaOptions;
import io.userstream.pipelines.options.LogOptions;
import io.userstream.pipelines.options.RawStoreOptions;
import io.userstream.pipelines.options.RegistryOptions;
import io.userstream.pipelines.options.ResultOptions;
import io.userstream.pipelines.options.SparkJobOptions;
import io.userstream.pipelines.options.StatusOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream ingest}. */
public interface IngestOptions
    extends KafkaOptions,
        RegistryOptions,
        RawStoreOptions,
        ConnectOptions,
        SparkJobOptions,
        StatusOptions,
        ResultOptions,
        LogOptions {
  @Description("Users to ingest; by default 5000, or without end when --every is given.")
  Long getUsers();

  void setUsers(Long users);

  @Description(
      "Seed of the users: the same seed brings the same users under the same ids. Must not have exactly 18 characters, which"
          + " the API reads as 16 characters and a nationality. By default a random one, which is logged.")
  String getSeed();

  void setSeed(String seed);

  @Description("Address of the API, without a version.")
  @Default.String("https://randomuser.me/api/")
  String getSource();

  void setSource(String source);

  @Description("Version of the API, 1.3 or 1.4.")
  @Default.String("1.4")
  String getApiVersion();

  void setApiVersion(String apiVersion);

  @Description("Users on a page of the API, 5000 at the most. Another size brings other users.")
  @Default.Integer(5_000)
  int getPageSize();

  void setPageSize(int pageSize);

  @Description(
      "Fetch one page in each such time, as in 10s, and do not end; by default pages are fetched in parallel, as fast as they come."
          + " With --seed and --rawStore a restart continues where the last run stopped; otherwise it starts at page 1.")
  String getEvery();

  void setEvery(String every);

  @Description("How long one request to the API may take, to the last byte of its answer.")
  @Default.String("60s")
  String getRequestTimeout();

  void setRequestTimeout(String requestTimeout);

  @Description(
      "How long one page is tried again while the API refuses or fails; its rate limit alone lasts up to 5m.")
  @Default.String("10m")
  String getRetryLimit();

  void setRetryLimit(String retryLimit);
}
