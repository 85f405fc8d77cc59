package io.userstream.tests.kafka;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;

/** The policy of a managed cluster: no topic with messages above 8 MiB. */
public final class SmallMessagesPolicy implements CreateTopicPolicy {
  @Override
  public void validate(RequestMetadata request) {
    String size = request.configs().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    if (size != null && Long.parseLong(size) > 8 << 20) {
      throw new PolicyViolationException("messages above 8 MiB are not allowed");
    }
    if (request.topic().startsWith("forbidden")) {
      throw new PolicyViolationException("this name is not allowed");
    }
  }

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public void close() {}
}
