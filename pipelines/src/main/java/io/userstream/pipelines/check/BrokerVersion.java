package io.userstream.pipelines.check;

import io.userstream.io.kafka.KafkaAnswer;
import io.userstream.runloop.servers.ServerException;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The version of a broker. Brokers do not tell it, but the highest level of the feature {@code
 * metadata.version} that they support.
 */
final class BrokerVersion {
  private static final String FEATURE = "metadata.version";

  /** The level that Kafka 3.9 introduced, {@link TestedVersion#KAFKA}. */
  private static final short OLDEST_LEVEL = 21;

  private BrokerVersion() {}

  /** Asks one broker, which needs no right. */
  static void check(Admin admin, Findings findings) throws InterruptedException {
    SupportedVersionRange levels;
    try {
      levels =
          KafkaAnswer.await("list its features", admin.describeFeatures().featureMetadata())
              .supportedFeatures()
              .get(FEATURE);
    } catch (ServerException e) {
      if (!(e.getCause() instanceof UnsupportedVersionException)) {
        throw e;
      }
      TestedVersion.KAFKA.tooOld("unknown, and too old to list its features", findings);
      return;
    }
    if (levels == null) {
      findings.ok(TestedVersion.SUBJECT, "not known");
    } else {
      check(levels.maxVersion(), findings);
    }
  }

  static void check(short level, Findings findings) {
    String shown = String.format(Locale.ROOT, "%s of up to %d", FEATURE, level);
    if (level < OLDEST_LEVEL) {
      TestedVersion.KAFKA.tooOld(shown, findings);
    } else {
      findings.ok(TestedVersion.SUBJECT, TestedVersion.KAFKA.oldest() + " or newer, with " + shown);
    }
  }
}
