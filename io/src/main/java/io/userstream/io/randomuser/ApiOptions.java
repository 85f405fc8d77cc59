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

  @Description(
      "Certificates of the authorities that issue the certificate of the API, as a reference"
          + " (file:PATH or env:NAME) to PEM text or a key store. Defaults to those that Java"
          + " trusts.")
  String getApiTlsTrust();

  void setApiTlsTrust(String apiTlsTrust);

  @Description("Reference to the password of the trust store.")
  String getApiTlsTrustPassword();

  void setApiTlsTrustPassword(String apiTlsTrustPassword);

  @Description(
      "Certificate of this client with its chain and private key (PKCS#8), as a reference to PEM"
          + " text or a key store. Defaults to none.")
  String getApiTlsKey();

  void setApiTlsKey(String apiTlsKey);

  @Description("Reference to the password of the key store or of the PEM key.")
  String getApiTlsKeyPassword();

  void setApiTlsKeyPassword(String apiTlsKeyPassword);

  @Description("Whether the certificate of the API must be issued for its host name.")
  @Default.Boolean(true)
  Boolean getApiTlsVerifyHost();

  void setApiTlsVerifyHost(Boolean apiTlsVerifyHost);

  @Description(
      "HTTP proxy to the API, such as http://proxy.example.com:3128. Defaults to Java's system"
          + " properties, such as https.proxyHost, or none.")
  String getApiProxy();

  void setApiProxy(String apiProxy);

  @Description("User name for the proxy. Not set by default.")
  String getApiProxyUsername();

  void setApiProxyUsername(String apiProxyUsername);

  @Description("Password for the proxy, as a reference: env:NAME or file:PATH.")
  String getApiProxyPassword();

  void setApiProxyPassword(String apiProxyPassword);
}
