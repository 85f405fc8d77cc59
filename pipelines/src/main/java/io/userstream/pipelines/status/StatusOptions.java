package io.userstream.pipelines.status;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of the status page. */
public interface StatusOptions extends PipelineOptions {
  @Description(
      "Serve the status page, /metrics, /livez and /readyz at this [host:]port. Listens on"
          + " 127.0.0.1 unless you name a host; port 0 picks a free port. Not served by default.")
  String getStatusAddress();

  void setStatusAddress(String statusAddress);

  @Description(
      "Certificate of the status page with its chain and private key (PKCS#8), as a reference"
          + " (file:PATH or env:NAME) to PEM text or a key store. The page then uses TLS.")
  String getStatusTlsKey();

  void setStatusTlsKey(String statusTlsKey);

  @Description("Reference to the password of the key store or of the PEM key.")
  String getStatusTlsKeyPassword();

  void setStatusTlsKeyPassword(String statusTlsKeyPassword);

  @Description(
      "Certificates of the authorities that issue certificates of clients, as a reference to PEM"
          + " text or a key store. Clients, also probes, then need a certificate.")
  String getStatusTlsTrust();

  void setStatusTlsTrust(String statusTlsTrust);

  @Description("Reference to the password of the trust store.")
  String getStatusTlsTrustPassword();

  void setStatusTlsTrustPassword(String statusTlsTrustPassword);

  @Description("User name for the status page and /metrics (HTTP basic authentication).")
  String getStatusUsername();

  void setStatusUsername(String statusUsername);

  @Description("Password for the status page and /metrics, as a reference: env:NAME or file:PATH.")
  String getStatusPassword();

  void setStatusPassword(String statusPassword);

  @Description(
      "Bearer token for the status page and /metrics, as a reference: env:NAME or file:PATH. It is"
          + " accepted in addition to user name and password.")
  String getStatusToken();

  void setStatusToken(String statusToken);

  @Description(
      "Whether /livez and /readyz respond without a login. Their responses then contain no reason.")
  boolean getStatusProbesOpen();

  void setStatusProbesOpen(boolean statusProbesOpen);
}
