package io.userstream.io.kafka;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options for the connection to Kafka and the topics. */
public interface KafkaOptions extends PipelineOptions {
  @Description("Kafka bootstrap servers: comma-separated host:port.")
  @Default.String("localhost:9092")
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
          + " Kafka's own tools.")
  String getKafkaConfig();

  void setKafkaConfig(String kafkaConfig);
}
