package io.userstream.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.userstream.pipelines.cli.CommandLine.UsageException;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.setup.SetupOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Options from the file of {@code --options}, from the environment and from the command line. */
public class OptionSourcesTest {
  private static final Command<SetupOptions> COMMAND =
      new Command<>("setup", "test", SetupOptions.class, (options, reader) -> (out, progress) -> 0);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path file;

  @Before
  public void create() throws IOException {
    file = folder.newFile("userstream.properties").toPath();
  }

  @Test
  public void theFileYieldsToTheEnvironmentAndTheEnvironmentToTheCommandLine() throws Exception {
    write(
        "# a comment",
        "",
        "topic = of-the-file",
        "dead-letter-topic=of-the-file",
        "partitions=3",
        "dryRun=true");
    Map<String, String> environment =
        Map.of("USERSTREAM_TOPIC", "of-the-environment", "USERSTREAM_DEAD_LETTER_TOPIC", "env");

    SetupOptions options = parse(environment, "--topic=of-the-command-line", "--options=" + file);

    assertThat(options.getTopic(), is("of-the-command-line"));
    assertThat(options.getDeadLetterTopic(), is("env"));
    assertThat(options.getPartitions(), is(3));
    assertThat(options.isDryRun(), is(true));
  }

  @Test
  public void theEnvironmentCanNameTheFile() throws Exception {
    write("partitions=3");
    assertThat(parse(Map.of("USERSTREAM_OPTIONS", file.toString())).getPartitions(), is(3));
  }

  @Test
  public void aFileServesAllCommands() throws Exception {
    write("users=100", "cassandraTable=t", "until=drained", "jobName=mine");
    SetupOptions options = parse(Map.of(), "--options=" + file);
    assertThat(options.getCassandraTable(), is("t"));
    assertThat(options.getJobName(), is("mine"));
  }

  @Test
  public void everythingThatIsWrongIsReportedAtOnceWithItsLine() throws Exception {
    write(
        "topc=a",
        "partitions=many",
        "topic=a",
        "hunter2",
        "topic=b",
        "cassandraPassword=hunter2",
        "rawStorePassword=hunter2",
        "deadLetterTopic=",
        "cassandraTable=a\\",
        "replicationFactor=x");

    UsageException e =
        assertThrows(
            UsageException.class,
            () ->
                parse(Map.of("USERSTREAM_CASSANDRA_PORT", "y"), "--xyzzy=1", "--options=" + file));

    String secret = ": must be a reference (env:NAME or file:PATH), not the secret itself";
    assertThat(
        e.problems(),
        containsInAnyOrder(
            file + ":1: topc: unknown option of setup, did you mean topic?",
            file + ":4: is not name=value",
            file + ":5: topic: set more than once, first in line 3",
            file + ":6: cassandraPassword" + secret,
            file + ":7: rawStorePassword" + secret,
            file + ":8: deadLetterTopic: needs a value",
            file + ":9: cassandraTable: ends with a backslash, but a value is one line",
            "--partitions=many: is not a whole number within the range of an int (from "
                + file
                + ":2)",
            "--replicationFactor=x: is not a whole number within the range of an int (from "
                + file
                + ":10)",
            "--cassandraPort=y: is not a whole number within the range of an int (from the"
                + " environment: USERSTREAM_CASSANDRA_PORT)",
            "--xyzzy: unknown option of setup"));
    assertThat(e.getMessage(), not(containsString("hunter2")));
  }

  @Test
  public void aFileThatCannotBeReadIsNamed() throws Exception {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(
        problems("--options=/no/such"), contains("--options=/no/such: there is no such file"));
    assertThat(problems("--options=" + file), contains("--options=" + file + ": is not UTF-8"));
    assertThat(problems("--options"), contains("--options: needs a value: --options=FILE"));
    assertThat(
        problems("--options=" + file, "--options=" + file),
        contains("--options: set more than once"));
  }

  @Test
  public void everyValueIsShownWithItsOrigin() throws Exception {
    write("partitions=3", "topic=t", "cassandraPassword=file:/no/such");
    Map<String, String> environment =
        Map.of("USERSTREAM_DEAD_LETTER_TOPIC", "d", "USERSTREAM_CASSANDRA_USERNAME", "u");

    int code = run(environment, "options", "--show", "setup", "--options=" + file, "--topic=mine");

    assertThat(code, is(ExitCode.USAGE));
    assertThat(
        text(err).lines().toList(),
        contains(
            startsWith("userstream setup: --cassandraPassword: there is no file /no/such (from ")));
    assertThat(row("partitions"), is("partitions 3 " + file + ":1"));
    assertThat(row("topic"), is("topic mine command line"));
    assertThat(
        row("deadLetterTopic"), is("deadLetterTopic d environment: USERSTREAM_DEAD_LETTER_TOPIC"));
    assertThat(row("cassandraPort"), is("cassandraPort 9042 default"));
    assertThat(row("dryRun"), is("dryRun false default"));
    assertThat(row("kafkaConfig"), is("kafkaConfig (not set) default"));
    assertThat(row("cassandraPassword"), is("cassandraPassword file:/no/such " + file + ":3"));
  }

  @Test
  public void longValueDoesNotWidenTheTable() {
    int unused = run(Map.of(), "options", "--show=setup", "--topic=" + "t".repeat(10_000));
    assertThat(
        text(out).lines().filter(line -> line.length() > 200).toList(),
        contains(startsWith("topic ")));
  }

  @Test
  public void secretsAreNeverShown() {
    int code =
        run(
            Map.of("USERSTREAM_RAW_STORE", "jdbc:postgresql://h/d?user=u&password=hunter2"),
            "options",
            "--show=setup",
            "--cassandraPassword=hunter2",
            "--schemaRegistry=http://u:hunter2@h");
    assertThat(code, is(ExitCode.USAGE));
    assertThat(row("cassandraPassword"), is("cassandraPassword (not shown) command line"));
    assertThat(row("rawStore"), startsWith("rawStore (not shown) environment"));
    assertThat(row("schemaRegistry"), is("schemaRegistry (not shown) command line"));
    assertThat(text(out), not(containsString("hunter2")));
  }

  @Test
  public void optionsOfAnUnknownCommandAreNotShown() {
    assertThat(run(Map.of(), "options", "--show", "stor"), is(ExitCode.USAGE));
    assertThat(text(err), containsString("unknown command stor, did you mean store?"));
    assertThat(run(Map.of(), "options", "--show"), is(ExitCode.USAGE));
    assertThat(text(err).lines().toList(), hasItem(containsString("--show: needs a value")));
    assertThat(run(Map.of(), "options", "--show=tail"), is(ExitCode.DONE));
  }

  /** The columns of the option, with one space between them. */
  private String row(String name) {
    return text(out)
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .orElse("")
        .replaceAll(" +", " ");
  }

  private int run(Map<String, String> environment, String... args) {
    return new Userstream(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment)
        .run(args);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  private void write(String... lines) throws IOException {
    Files.write(file, List.of(lines));
  }

  private static List<String> problems(String... args) {
    return assertThrows(UsageException.class, () -> parse(Map.of(), args)).problems();
  }

  private static SetupOptions parse(Map<String, String> environment, String... args)
      throws UsageException {
    return new CommandLine<>(COMMAND, environment).parse(List.of(args)).options();
  }
}
