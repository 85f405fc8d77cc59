package io.userstream.io.kafka;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where Kafka is, and the names of the topics in it. */
public interface KafkaOptions extends PipelineOptions {
  @Description("Kafka brokers to start from, as host:port, separated by commas.")
  @Default.String("localhost:9092")
  String getBootstrapServers();

  void setBootstrapServers(String bootstrapServers);

  @Description("Topic of the users.")
  @Default.String("users_created")
  String getTopic();

  void setTopic(String topic);

  @Description("Topic of the dead letters; by default the users' topic with .dlq behind it.")
  String getDeadLetterTopic();

  void setDeadLetterTopic(String deadLetterTopic);

  @Description(
      "File of further Kafka client properties, for security above all, as in client.properties of Kafka's own tools.")
  String getKafkaConfig();

  void setKafkaConfig(String kafkaConfig);
}
