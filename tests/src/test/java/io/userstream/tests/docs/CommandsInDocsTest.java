package io.userstream.tests.docs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.Test;

/** Checks that every documented command names existing programs, commands and options. */
public class CommandsInDocsTest {
  private final CommandCheck check = new CommandCheck();

  @Test
  public void everyCommandNamesExistingThings() {
    List<DocumentedCommand> commands =
        Pages.all().stream().flatMap(page -> DocumentedCommand.in(page).stream()).toList();

    assertThat(commands.size(), greaterThan(50));
    assertThat(
        commands.stream().map(check::problem).flatMap(Optional::stream).toList(), is(empty()));
  }

  @Test
  public void everyCommandOfWorkedExamplesIsRunOrListed() {
    List<DocumentedCommand> run =
        WorkedSections.ALL.stream()
            .flatMap(section -> section.commands().stream())
            .filter(command -> command.words().get(0).equals("./userstream"))
            .toList();
    List<DocumentedCommand> rest =
        WorkedSections.PAGES.stream()
            .flatMap(page -> DocumentedCommand.in(page).stream())
            .filter(command -> !run.contains(command))
            .toList();

    assertThat(rest.stream().filter(command -> !NotRun.contains(command)).toList(), is(empty()));
    assertThat(
        new TreeSet<>(rest.stream().map(NotRun::line).toList()), is(NotRun.reasons().keySet()));
  }

  @Test
  public void missingNamesAreReported() {
    assertThat(problem("./userstream restock"), containsString("no command restock"));
    assertThat(problem("./userstream store --util=drained"), containsString("no option --util"));
    assertThat(problem("./userstream demo --user=5"), containsString("no option --user"));
    assertThat(problem("./userstream up --worker=5"), containsString("no option --worker"));
    assertThat(
        problem("java -jar pipelines/target/userstream.jar stor"), containsString("command stor"));
    assertThat(
        problem("java -jar userstream.jar store"), containsString("does not run userstream.jar"));
    assertThat(
        problem("mvn -q -pl pipeline compile exec:java -Dexec.args=\"store\""),
        containsString("no module pipeline"));
    assertThat(
        problem("mvn -q -pl pipelines compile exec:java -Dexec.args=\"store --x=1\""),
        containsString("store has no option --x"));
    assertThat(problem("mvn verify -Dit.test=GoneIT"), containsString("no test GoneIT"));
    assertThat(problem("docker compose exec kafka-9 ls /"), containsString("no service kafka-9"));
    assertThat(
        problem("docker compose exec store userstream ingest --usr=5"),
        containsString("ingest has no option --usr"));
    assertThat(problem("tests/compose/walk"), containsString("no program tests/compose/walk"));
    assertThat(problem("tests/compose/run --fast"), containsString("no option --fast"));
    assertThat(problem("kafkacat -L"), containsString("no program kafkacat"));
  }

  @Test
  public void shellSyntaxOfAPageIsParsed() {
    List<DocumentedCommand> commands =
        DocumentedCommand.in(
            "page",
            """
            ```sh
            raw='--rawStore=x --rawStoreUsername=y'
            ./userstream setup $raw   # a comment
            A=b echo 'a # b' 2>&1 |
              jq ".x" \\
                -c
            ```
            ```
            ./userstream output
            ```
            """);

    assertThat(
        commands,
        is(
            List.of(
                new DocumentedCommand(
                    "page:3",
                    List.of("./userstream", "setup", "--rawStore=x", "--rawStoreUsername=y")),
                new DocumentedCommand("page:6", List.of("echo", "a # b")),
                new DocumentedCommand("page:6", List.of("jq", ".x", "-c")))));
  }

  private String problem(String line) {
    return DocumentedCommand.in("page", "```sh\n" + line + "\n```\n").stream()
        .map(check::problem)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("no problem in: " + line);
  }
}
