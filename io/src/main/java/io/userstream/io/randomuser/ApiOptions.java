package io.userstream.io.randomuser;

import io.userstream.io.options.OneOf;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options of the randomuser.me API. */
public interface ApiOptions extends PipelineOptions {
  @Description("Address of the API without a version.")
  @Default.String("https://randomuser.me/api/")
  String getSource();

  void setSource(String source);

  @Description("Version of the API, 1.3 or 1.4.")
  @Default.String("1.4")
  String getApiVersion();

  void setApiVersion(String apiVersion);

  @Description(
      "Users on a page of the API. Defaults to the maximum: 5000, or 2000 with --gender. Another"
          + " size returns other users.")
  Integer getPageSize();

  void setPageSize(Integer pageSize);

  @Description(
      "Nationalities of the users, such as DE,FR. Part of the seed: other nationalities yield other"
          + " users with other ids. Defaults to all.")
  String getNat();

  void setNat(String nat);

  @Description(
      "Gender of the users. Part of the seed, like --nat. The API ignores a gender in requests with"
          + " a seed, so ingest requests about twice as many users and filters them.")
  @OneOf(Gender.class)
  String getGender();

  void setGender(String gender);

  @Description("Time limit for one request to the API, including the response body.")
  @Default.String("60s")
  String getRequestTimeout();

  void setRequestTimeout(String requestTimeout);

  @Description(
      "How long the job retries one page while the API fails or rejects requests. The API's rate"
          + " limit alone lasts up to 5m.")
  @Default.String("10m")
  String getRetryLimit();

  void setRetryLimit(String retryLimit);
}
