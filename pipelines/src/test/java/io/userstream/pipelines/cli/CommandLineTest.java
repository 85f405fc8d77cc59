package io.userstream.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.userstream.pipelines.cli.CommandLine.UsageException;
import io.userstream.pipelines.setup.SetupOptions;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.Test;

public class CommandLineTest {
  private static final Command<SetupOptions> COMMAND =
      new Command<>("setup", "test", SetupOptions.class, (options, reader) -> (out, progress) -> 0);

  @Test
  public void optionsAreParsed() throws UsageException {
    SetupOptions options =
        parse("--partitions=12", "--topic=other", "--cassandraHosts=a,b").as(SetupOptions.class);

    assertThat(options.getPartitions(), is(12));
    assertThat(options.getTopic(), is("other"));
    assertThat(options.getCassandraHosts(), contains("a", "b"));
  }

  @Test
  public void nullIsNotAValue() {
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> parse("--partitions=null", "--kafkaTlsVerifyHost=null\0", "--cassandraPort=\0"));

    assertThat(
        e.problems(),
        containsInAnyOrder(
            startsWith("--partitions=null: is not a whole number"),
            startsWith("--cassandraPort=\0: is not a whole number"),
            startsWith("--kafkaTlsVerifyHost=null\0: is neither true nor false")));
  }

  @Test
  public void beamOptionsAreAccepted() throws UsageException {
    DirectOptions options =
        parse("--targetParallelism=7", "--jobName=mine").as(DirectOptions.class);

    assertThat(options.getTargetParallelism(), is(7));
    assertThat(options.getJobName(), is("mine"));
  }

  @Test
  public void directRunnerIsTheDefaultWithoutItsTestChecks() throws UsageException {
    DirectOptions options = parse().as(DirectOptions.class);

    assertThat(options.getRunner(), is((Object) DirectRunner.class));
    assertThat(options.isEnforceImmutability(), is(false));
    assertThat(options.isEnforceEncodability(), is(false));
  }

  @Test
  public void testChecksOfDirectRunnerCanBeEnabled() throws UsageException {
    DirectOptions options =
        parse("--enforceImmutability=true", "--enforceEncodability").as(DirectOptions.class);

    assertThat(options.isEnforceImmutability(), is(true));
    assertThat(options.isEnforceEncodability(), is(true));
  }

  @Test
  public void environmentSetsMissingOptions() throws UsageException {
    Map<String, String> environment =
        Map.of(
            "USERSTREAM_TOPIC", "theirs",
            "USERSTREAM_CASSANDRA_LOCAL_DC", "dc1",
            "USERSTREAM_DEAD_LETTER_TOPIC", "",
            "USERSTREAM_USERS", "7",
            "USERSTREAM_JOB_NAME", "not ours");

    SetupOptions options = parse(environment, "--topic=ours");

    assertThat(options.getTopic(), is("ours"));
    assertThat(options.getCassandraLocalDc(), is("dc1"));
    assertThat(options.getDeadLetterTopic(), is(nullValue()));
    assertThat(options.getJobName(), not("not ours"));
  }

  @Test
  public void problemNamesItsEnvironmentVariable() {
    Map<String, String> environment =
        Map.of("USERSTREAM_PARTITIONS", "many", "USERSTREAM_CASSANDRA_PORT", "x");

    UsageException e =
        assertThrows(UsageException.class, () -> parse(environment, "--cassandraPort=y"));

    assertThat(
        e.problems(),
        containsInAnyOrder(
            "--partitions=many: is not a whole number within the range of an int (from the"
                + " environment: USERSTREAM_PARTITIONS)",
            "--cassandraPort=y: is not a whole number within the range of an int"));
  }

  @Test
  public void kebabCaseIsAccepted() throws UsageException {
    assertThat(
        parse("--cassandra-hosts=a", "--replication-factor=3")
            .as(SetupOptions.class)
            .getReplicationFactor(),
        is(3));
    UsageException twice =
        assertThrows(
            UsageException.class,
            () -> parse("--replication-factor=3", "--replicationFactor=3", "--no-such-option=1"));
    assertThat(
        twice.problems(),
        containsInAnyOrder(
            startsWith("--replicationFactor: set more than once"),
            startsWith("--no-such-option: ")));
  }

  private static PipelineOptions parse(String... args) throws UsageException {
    return parse(Map.of(), args);
  }

  private static SetupOptions parse(Map<String, String> environment, String... args)
      throws UsageException {
    return new CommandLine<>(COMMAND, environment).parse(List.of(args)).options();
  }
}
