package io.userstream.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assume.assumeTrue;

import io.userstream.io.options.OptionProperty;
import io.userstream.pipelines.job.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CompletionTest {
  /** Surefire runs in the module's directory. */
  private static final Path SCRIPT = Path.of("..", "userstream");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void commandsAreCompleted() throws Exception {
    assertThat(complete("./userstream st"), is(Set.of("status", "store")));
    assertThat(complete("userstream comp"), is(Set.of("completion")));
    assertThat(complete("userstream completion "), is(Set.of("bash", "zsh")));
    assertThat(complete("userstream options --show rec"), is(Set.of("reconcile")));
    assertThat(complete("userstream options --show=rec"), is(Set.of("reconcile")));
  }

  @Test
  public void optionsOfEveryCommandAreCompleted() throws Exception {
    for (Command<?> command : Commands.ALL) {
      Set<String> completed = complete("./userstream " + command.name() + " --");
      for (OptionProperty option : command.options().values()) {
        assertThat(completed, hasItems("--" + option.name() + (option.isBoolean() ? "" : "=")));
      }
    }
    assertThat(complete("userstream ingest --users=1 --ge"), is(Set.of("--gender=")));
    assertThat(complete("userstream options --show store --unt"), is(Set.of("--until=")));
    assertThat(complete("userstream tail --foll"), is(Set.of("--follow")));
    assertThat(complete("userstream check --for=tail --foll"), is(Set.of("--follow")));
  }

  @Test
  public void valuesAreCompleted() throws Exception {
    assertThat(complete("userstream store --until="), is(Set.of("drained", "stopped")));
    assertThat(complete("userstream store --until=dr"), is(Set.of("drained")));
    assertThat(complete("userstream store --engine=n"), is(Set.of("native")));
    assertThat(complete("userstream tail --logFormat="), is(Set.of("json", "text")));
    assertThat(complete("userstream ingest --gender=f"), is(Set.of("female")));
    assertThat(complete("userstream ingest --topic=u"), is(Set.of()));
    assertThat(complete("userstream check --for=rec"), is(Set.of("reconcile")));
    assertThat(complete("userstream check --format="), is(Set.of("json", "text")));
    Path file = folder.newFile("my.properties").toPath();
    assertThat(
        complete("userstream store --options=" + file.getParent() + "/m"),
        is(Set.of(file.toString())));
  }

  @Test
  public void everyListedValueIsTakenAndNoOther() {
    for (Command<?> command : Commands.ALL) {
      for (OptionProperty option : command.options().values()) {
        if (option.values().isEmpty()) {
          continue;
        }
        String name = option.name();
        for (String value : option.values()) {
          assertThat(
              problems(command, "--" + name + "=" + value), not(containsString("--" + name + "=")));
        }
        assertThat(
            problems(command, "--" + name + "=xyzzy"),
            containsString(
                "--" + name + "=xyzzy: must be one of " + String.join(", ", option.values())));
      }
    }
  }

  @Test
  public void theScriptsCommandsAreThoseOfItsUsage() throws IOException {
    String usage = Files.readString(SCRIPT).split("USAGE", -1)[1];
    Set<String> ofUsage =
        Pattern.compile("(?m)^  ([a-z]+)  +\\S")
            .matcher(usage)
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> completed = new TreeSet<>(Commands.names());
    completed.addAll(Completion.OF_SCRIPT);
    assertThat(completed, is(ofUsage));
  }

  @Test
  public void anotherShellIsRefused() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Userstream userstream =
        new Userstream(
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            new PrintStream(err, true, UTF_8));
    assertThat(userstream.run("completion", "fish"), is(ExitCode.USAGE));
    assertThat(
        err.toString(UTF_8),
        allOf(containsString("completion bash"), containsString("completion zsh")));
  }

  @Test
  public void zshTakesTheScript() throws Exception {
    boolean mayBeSkipped = System.getenv("USERSTREAM_ALL_TESTS") == null;
    String missing = "zsh is missing: install it (Debian: apt-get install zsh)";
    assertThat(missing, isInstalled("zsh") || mayBeSkipped, is(true));
    assumeTrue(missing, isInstalled("zsh"));
    String output =
        run(
            "zsh",
            "-f",
            "-c",
            "autoload -Uz compinit && compinit -u -d "
                + folder.getRoot()
                + "/dump && source "
                + script("zsh")
                + " && print -r -- $_comps[userstream]");
    assertThat(output.strip(), is("_userstream"));
  }

  /** Completes the end of a line as bash does: it splits words at its word breaks. */
  private Set<String> complete(String line) throws Exception {
    String script =
        """
        source "$1"
        COMP_LINE=$2 COMP_POINT=${#2}
        read -ra COMP_WORDS <<<"${2//=/ = }"
        [[ $2 == *[[:space:]=] ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _userstream
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    String output =
        run("bash", "--norc", "--noprofile", "-c", script, "bash", script("bash").toString(), line);
    return output.lines().filter(reply -> !reply.isEmpty()).collect(Collectors.toSet());
  }

  private Path script(String shell) throws IOException {
    Path script = folder.getRoot().toPath().resolve("completion." + shell);
    return Files.writeString(script, Completion.SHELLS.get(shell));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(output, process.waitFor(), is(0));
    return output;
  }

  private static boolean isInstalled(String program) {
    return Pattern.compile(":")
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static <T extends PipelineOptions> String problems(Command<T> command, String arg) {
    try {
      CommandLine.Read<T> unused = new CommandLine<>(command, Map.of()).parse(List.of(arg));
      return "";
    } catch (CommandLine.UsageException e) {
      return e.getMessage();
    }
  }
}
