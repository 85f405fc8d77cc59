package io.userstream.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.pipelines.job.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Tests exit code, stdout and stderr of command lines. Needs no server. */
public class UserstreamTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  public void usageIsOnStderrWithoutACommand() {
    assertThat(run(), is(ExitCode.USAGE));
    assertThat(text(err), allOf(containsString("Usage:"), containsString("  setup ")));
    assertThat(text(out), is(""));
  }

  @Test
  public void helpListsCommandsOnStdout() {
    assertThat(run("--help"), is(ExitCode.DONE));
    assertThat(text(out), containsString("Usage:"));
    assertThat(text(err), is(""));
  }

  @Test
  public void helpOfACommandListsOptionsAndDefaults() {
    assertThat(run("setup", "--help"), is(ExitCode.DONE));
    assertThat(text(out), containsString("--partitions=6"));
    assertThat(text(err), is(""));
  }

  @Test
  public void unknownCommandGetsASuggestionAndTheList() {
    assertThat(run("setpu"), is(ExitCode.USAGE));
    assertThat(text(err), containsString("unknown command setpu, did you mean setup?"));
    assertThat(text(err), containsString("Commands: setup, "));
  }

  @Test
  public void allProblemsAreReportedAtOnce() {
    assertThat(
        run(
            "setup",
            "--partitons=3",
            "--partitions=many",
            "--replicationFactor=0",
            "--topic=a/b",
            "--connectTimeout=5",
            "--logFormat=xml",
            "--cassandraPassword=hunter2"),
        is(ExitCode.USAGE));
    assertThat(
        problems(),
        contains(
            startsWith("--partitons: unknown option of setup, did you mean --partitions?"),
            startsWith("--partitions=many: is not a whole number"),
            startsWith("--topic=a/b: is not a valid topic name"),
            startsWith("--cassandraPassword: must be a reference"),
            startsWith("--cassandraPassword: needs --cassandraUsername"),
            startsWith("--connectTimeout=5: must be a duration"),
            startsWith("--replicationFactor=0: must be from 1 to 100"),
            startsWith("--logFormat=xml: must be one of text, json")));
    assertThat(text(err), not(containsString("hunter2")));
    assertThat(text(out), is(""));
  }

  @Test
  public void unknownOptionWithoutASimilarOneGetsNoSuggestion() {
    assertThat(problemsOf("--xyzzyplugh=1"), contains("--xyzzyplugh: unknown option of setup"));
  }

  @Test
  public void duplicateOptionIsRejected() {
    assertThat(problemsOf("--topic=a", "--topic=b"), contains("--topic: set more than once"));
  }

  @Test
  public void optionWithoutAValueIsRejected() {
    assertThat(problemsOf("--topic"), contains("--topic: needs a value: --topic=VALUE"));
    assertThat(problemsOf("--topic="), contains("--topic: needs a value: --topic=VALUE"));
  }

  @Test
  public void valueAfterASpaceIsRejectedAndHidden() {
    assertThat(
        problemsOf("--cassandraPassword", "hunter2"),
        contains("--cassandraPassword: write --cassandraPassword=VALUE without a space"));
  }

  @Test
  public void argumentThatIsNotAnOptionIsRejected() {
    assertThat(problemsOf("users"), contains(startsWith("Unexpected argument \"users\"")));
  }

  @Test
  public void numberOutOfRangeIsRejected() {
    assertThat(
        problemsOf("--cassandraPort=99999999999"),
        contains(startsWith("--cassandraPort=99999999999: is not a whole number")));
  }

  @Test
  public void unknownRunnerIsRejectedWithAList() {
    assertThat(problemsOf("--runner=Foo"), contains(containsString("DirectRunner")));
  }

  @Test
  public void runnerThatIsNotANameIsRejected() {
    assertThat(
        problemsOf("--runner=Dir\u0130ctRunner"),
        contains(
            "--runner=Dir\u0130ctRunner: must be DirectRunner, SparkRunner or the class name of a"
                + " runner"));
  }

  @Test
  public void onlyTheFirstHundredProblemsAreShown() {
    List<String> problems =
        problemsOf(
            Stream.concat(
                    IntStream.range(0, 500).mapToObj(i -> "word" + i),
                    Stream.of("--topic=users", "--partitions=0"))
                .toArray(String[]::new));
    assertThat(problems.size(), is(101));
    assertThat(problems.get(99), startsWith("Unexpected argument \"word99\""));
    assertThat(problems.get(100), is("401 more problems are not shown"));
  }

  @Test
  public void sparkRunnerIsRejectedWithoutSpark() {
    assertThat(problemsOf("--runner=SparkRunner"), contains(containsString("spark-submit")));
  }

  @Test
  public void serverAddressesAreChecked() {
    assertThat(problemsOf("--bootstrapServers=localhost"), contains(containsString("host:port")));
    assertThat(problemsOf("--bootstrapServers=a:1,,b:2"), contains(containsString("host:port")));
    assertThat(problemsOf("--bootstrapServers=a:0"), contains(containsString("host:port")));
    assertThat(problemsOf("--cassandraHosts=a:9042"), contains(containsString("without a port")));
    assertThat(problemsOf("--cassandraPort=0"), contains(containsString("from 1 to 65535")));
  }

  @Test
  public void namesAndConsistencyLevelsAreChecked() {
    assertThat(problemsOf("--topic=.."), contains(containsString("not a valid topic name")));
    assertThat(
        problemsOf("--deadLetterTopic=users_created"),
        contains(containsString("must differ from --topic")));
    assertThat(
        problemsOf("--cassandraKeyspace=a-b"), contains(containsString("not a valid CQL name")));
    assertThat(problemsOf("--cassandraTable=1a"), contains(containsString("not a valid CQL name")));
    assertThat(problemsOf("--cassandraConsistency=MOST"), contains(containsString("LOCAL_QUORUM")));
    assertThat(
        problemsOf("--cassandraConsistency=ANY"),
        contains(containsString("must be a consistency level for reads and writes")));
    assertThat(
        problemsOf("--cassandraReplication=dc1:x"), contains(containsString("number of replicas")));
    assertThat(problemsOf("--connectTimeout=25h"), contains(containsString("from 1ms to 24h")));
  }

  @Test
  public void missingSecretIsNamed() {
    assertThat(
        problemsOf("--cassandraUsername=u", "--cassandraPassword=env:USERSTREAM_NO_SUCH"),
        contains(containsString("environment variable USERSTREAM_NO_SUCH is not set")));
    assertThat(
        problemsOf("--cassandraUsername=u", "--cassandraPassword=file:/no/such/file"),
        contains(containsString("there is no file /no/such/file")));
  }

  @Test
  public void userWithoutAPasswordIsRejected() {
    assertThat(
        problemsOf("--cassandraUsername=u"), contains(containsString("needs --cassandraPassword")));
  }

  @Test
  public void kafkaPropertiesAreChecked() throws IOException {
    Path file = folder.newFile().toPath();
    Files.writeString(file, "security.protocol=SOME\n");

    assertThat(
        problemsOf("--kafkaConfig=/no/such/file"), contains(containsString("cannot be read")));
    assertThat(problemsOf("--kafkaConfig=" + file), contains(containsString("security.protocol")));
  }

  @Test
  public void failureIsOneLineWithoutAStackTrace() {
    assertThat(
        run("setup", "--bootstrapServers=localhost:1", "--connectTimeout=1ms"),
        is(ExitCode.FAILED));
    assertThat(problems(), contains(startsWith("Kafka at localhost:1 did not respond within ")));
  }

  @Test
  public void verboseAddsAStackTrace() {
    assertThat(
        run("setup", "--verbose", "--bootstrapServers=localhost:1", "--connectTimeout=1ms"),
        is(ExitCode.FAILED));
    assertThat(text(err), containsString("\tat io.userstream."));
  }

  @Test
  public void problemsNameTheCommand() {
    run("setup", "--topic=/", "--x");

    assertThat(text(err).lines().collect(Collectors.toList()), hasSize(2));
    assertThat(
        text(err).lines().collect(Collectors.toList()), hasItem(startsWith("userstream setup: ")));
  }

  @Test
  public void checkReportsItsOwnProblemsAndThoseOfTheCommand() {
    assertThat(run("check"), is(ExitCode.USAGE));
    assertThat(
        text(err), containsString("userstream check: --for: is required, as in --for=store"));
    assertThat(run("check", "--for=stor"), is(ExitCode.USAGE));
    assertThat(text(err), containsString("--for=stor: must be one of setup, ingest, "));
    err.reset();

    assertThat(
        run("check", "--for=tail", "--format=xml", "--partitions=3", "--topic=a/b"),
        is(ExitCode.USAGE));
    assertThat(
        text(err).lines().toList(),
        contains(
            startsWith("userstream check: --format=xml: must be one of text, json"),
            startsWith("userstream check: --partitions: unknown option of tail"),
            startsWith("userstream check: --topic=a/b: is not a valid topic name")));
    assertThat(text(out), is(""));
  }

  @Test
  public void aCheckBeforeTheCommandEndsItWithAReport() {
    for (String command : List.of("ingest", "publish", "store", "replay", "reconcile")) {
      err.reset();
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  command,
                  "--checkFirst",
                  "--bootstrapServers=localhost:1",
                  "--connectTimeout=1ms"));
      if (command.equals("publish")) {
        arguments.add("--rawStore=jdbc:postgresql://localhost:1/x");
        arguments.add("--rawStoreUsername=ada");
      }
      if (command.equals("ingest")) {
        arguments.add("--source=http://localhost:1/");
      }

      assertThat(command, run(arguments.toArray(new String[0])), is(ExitCode.FAILED));

      assertThat(
          command,
          text(err),
          matchesPattern("(?s).*Kafka +connection +did not respond: no broker responds.*"));
      assertThat(command, text(err), matchesPattern("(?s).*check: \\d+ ok, .* errors?\n"));
      assertThat("results are in stdout", text(out), is(""));
    }
  }

  @Test
  public void checkReportsAServerThatIsDown() {
    assertThat(
        run("check", "--for=tail", "--bootstrapServers=localhost:1", "--connectTimeout=1ms"),
        is(ExitCode.FAILED));
    assertThat(text(out), containsString("did not respond: no broker responds"));
    assertThat(text(out), containsString("check: 3 ok, 0 warnings, 1 error\n"));
    assertThat(text(err), is(""));
  }

  private List<String> problemsOf(String... options) {
    err.reset();
    String[] args = new String[options.length + 1];
    args[0] = "setup";
    System.arraycopy(options, 0, args, 1, options.length);
    assertThat(run(args), is(ExitCode.USAGE));
    assertThat(text(err), not(containsString("hunter2")));
    return problems();
  }

  private List<String> problems() {
    return text(err)
        .lines()
        .map(line -> line.replaceFirst("^userstream setup: ", ""))
        .collect(Collectors.toList());
  }

  private int run(String... args) {
    return new Userstream(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(args);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
