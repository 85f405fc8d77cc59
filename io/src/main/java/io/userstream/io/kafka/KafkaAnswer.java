package io.userstream.io.kafka;

import io.userstream.runloop.servers.ServerException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;

/** Waits for answers of a Kafka cluster. */
public final class KafkaAnswer {
  /** The time after which a request has failed. */
  static final int SECONDS = 60;

  private KafkaAnswer() {}

  /**
   * Returns the answer.
   *
   * @param doing completes "Kafka did not …" in the message, as in {@code describe topic users}
   * @throws ServerException if the cluster refuses, which is the cause, or does not answer within
   *     {@value #SECONDS} seconds
   */
  public static <T> T await(String doing, KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failed(doing, e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw failed(doing, "no response within " + SECONDS + " s", e);
    }
  }

  /**
   * Returns the answer, like {@link #await(String, KafkaFuture)}.
   *
   * @param right what the user needs, as in {@code DESCRIBE on topic users}; for the message
   */
  static <T> T await(String doing, String right, KafkaFuture<T> future)
      throws InterruptedException {
    try {
      return await(doing, future);
    } catch (ServerException e) {
      if (e.getCause() instanceof AuthorizationException) {
        throw new ServerException(
            String.format(
                Locale.ROOT, "Kafka did not %s: its user needs the right %s.", doing, right),
            e.getCause());
      }
      throw e;
    }
  }

  private static ServerException failed(String doing, String reason, Throwable cause) {
    return new ServerException(
        String.format(Locale.ROOT, "Kafka did not %s: %s", doing, reason), cause);
  }
}
