package io.userstream.io.kafka;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options for the connection to Kafka and the topics. */
public interface KafkaOptions extends PipelineOptions {
  String DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";

  @Description(
      "Kafka bootstrap servers: comma-separated host:port. Defaults to bootstrap.servers in the"
          + " --kafkaConfig file, if it has one.")
  @Default.String(DEFAULT_BOOTSTRAP_SERVERS)
  String getBootstrapServers();

  void setBootstrapServers(String bootstrapServers);

  @Description("Users topic.")
  @Default.String("users_created")
  String getTopic();

  void setTopic(String topic);

  @Description("Dead letter topic. Defaults to the users topic with the suffix .dlq.")
  String getDeadLetterTopic();

  void setDeadLetterTopic(String deadLetterTopic);

  @Description(
      "File with additional Kafka client properties, such as security settings, in the format of"
          + " Kafka's own tools. Passwords and keys can be references (file:PATH or env:NAME)."
          + " Settings on which exactness depends, such as group.id or acks, are"
          + " rejected.")
  String getKafkaConfig();

  void setKafkaConfig(String kafkaConfig);

  @Description(
      "Certificates of the authorities that issue the certificate of Kafka, as a reference"
          + " (file:PATH or env:NAME) to PEM text or a key store. Defaults to those that Java"
          + " trusts.")
  String getKafkaTlsTrust();

  void setKafkaTlsTrust(String kafkaTlsTrust);

  @Description("Reference to the password of the trust store.")
  String getKafkaTlsTrustPassword();

  void setKafkaTlsTrustPassword(String kafkaTlsTrustPassword);

  @Description(
      "Certificate of this client with its chain and private key (PKCS#8), as a reference to PEM"
          + " text or a key store. Defaults to none.")
  String getKafkaTlsKey();

  void setKafkaTlsKey(String kafkaTlsKey);

  @Description("Reference to the password of the key store or of the PEM key.")
  String getKafkaTlsKeyPassword();

  void setKafkaTlsKeyPassword(String kafkaTlsKeyPassword);

  @Description("Whether the certificate of Kafka must be issued for its host name.")
  @Default.Boolean(true)
  Boolean getKafkaTlsVerifyHost();

  void setKafkaTlsVerifyHost(Boolean kafkaTlsVerifyHost);
}
