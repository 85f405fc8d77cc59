package io.userstream.pipelines.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.kafka.GroupOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.OptionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RedriveCommandTest {
  /** The options of a store that count here. */
  public interface Options extends KafkaOptions, GroupOptions, CassandraOptions {}

  private static final RedriveCommand PLAIN = new RedriveCommand(List.of());
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void withoutASelectionAllDeadLettersAreProcessed() {
    assertThat(PLAIN.of(Selection.ALL), is("userstream redrive --dryRun"));
  }

  @Test
  public void eachPartOfTheSelectionIsAnOption() {
    String query =
        "reason=too-long&reason=malformed&from=2h&to=1h&offsets=3:50-60,0:1-&key=" + Entries.ID;

    assertThat(
        PLAIN.of(DeadLetterQuery.parse(query, NOW).selection()),
        is(
            "userstream redrive --dryRun --reason=malformed,too-long"
                + " --from=2026-11-28T10:00:00Z --to=2026-11-28T11:00:00Z --offsets=0:1-,3:50-60"
                + " --key="
                + Entries.ID));
  }

  @Test
  public void aRecordIsItsOffset() {
    assertThat(
        PLAIN.of(Selection.ofRecord(2, 40)), is("userstream redrive --dryRun --offsets=2:40-41"));
  }

  @Test
  public void otherNamesThanTheDefaultsAreOptions() {
    assertThat(
        of("--topic=users", "--group=it's $me", "--cassandraKeyspace=ks", "--cassandraTable=t"),
        is(
            "userstream redrive --dryRun --topic=users '--group=it'\\''s $me'"
                + " --cassandraKeyspace=ks --cassandraTable=t"));
    assertThat(
        of("--topic=users", "--deadLetterTopic=dead"),
        is("userstream redrive --dryRun --topic=users --deadLetterTopic=dead"));
  }

  @Test
  public void connectionsAndSecretsAreNotPartOfTheCommand() throws IOException {
    Path password = Files.writeString(folder.newFile().toPath(), "secret");
    assertThat(
        of(
            "--bootstrapServers=kafka:9092",
            "--cassandraHosts=cassandra",
            "--cassandraUsername=ada",
            "--cassandraPassword=file:" + password),
        is("userstream redrive --dryRun"));
  }

  private static String of(String... options) {
    Options all = PipelineOptionsFactory.fromArgs(options).as(Options.class);
    OptionReader reader = new OptionReader();
    String command =
        RedriveCommand.of(
                UsersTopic.read(all, reader), all.getGroup(), UsersTable.read(all, reader))
            .of(Selection.ALL);
    assertThat(reader.problems(), is(empty()));
    return command;
  }
}
