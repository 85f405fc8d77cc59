package io.userstream.pipelines.publish;

import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.UserEncoding;
import io.userstream.io.registry.UsersRegistry;
import io.userstream.pipelines.job.RunnerConfig;
import io.userstream.pipelines.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Publishes rows of the raw store for another command than {@code publish}.
 *
 * @param command its name, for the runner and the progress bar
 * @param registry empty to write JSON
 * @param erasures users who are not published; their rows are erased
 */
public record Republish(
    String command,
    UsersTopic topic,
    DeadLetterEncryption encryption,
    Optional<UsersRegistry> registry,
    PostgresConnection rawStore,
    Erasures erasures,
    RunnerConfig runner,
    Progress progress) {
  /**
   * Publishes rows, also those that were published before now.
   *
   * @param rows adds the conditions for the rows
   * @return the number of rows that Kafka acknowledged
   * @throws io.userstream.runloop.servers.ServerException if a server is down, or the table or the
   *     schema is missing
   */
  public long run(UnaryOperator<RawSelection.Builder> rows) throws InterruptedException {
    Duration timeout = runner.connectTimeout();
    RawUsersTable table = RawUsersTable.require(rawStore, timeout);
    PublishTarget target =
        PublishTarget.of(
            topic, encryption, rawStore, erasures, UserEncoding.require(registry, timeout));
    Instant now = table.untilDone(timeout, table::now);
    RawSelection selection =
        rows.apply(RawSelection.unpublished().toBuilder().setPublishedBefore(now)).build();
    return new PublishSelected(command, table, target, runner, progress).run(selection).published();
  }
}
