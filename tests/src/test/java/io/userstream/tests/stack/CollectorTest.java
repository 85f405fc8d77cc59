package io.userstream.tests.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs copies of the scripts with a Java that only prints its arguments. */
public class CollectorTest {
  private static final String CHOSEN = "-XX:+UseShenandoahGC";

  private static final List<String> VARIABLES =
      List.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  private static final List<String> SPARK_VARIABLES =
      List.of("SPARK_SUBMIT_OPTS", "SPARK_OPTIONS", "STORE_SPARK_OPTIONS");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path programs;

  @Before
  public void programs() throws IOException {
    programs = folder.newFolder("bin").toPath();
    program(
        "java",
        """
        case "$*" in
          *-version) echo "    java.specification.version = 17"; echo "    java.home = ${0%/bin/java}" ;;
          *) echo "java $*" ;;
        esac
        """);
    program("javac", "exit 1\n");
    program("mvn", "exit 0\n");
  }

  @Test
  public void jobsHaveTheParallelCollectorUnlessTheUserChoosesOne() throws Exception {
    Path script = copy("userstream");
    assertThat(run(script, Map.of(), "ingest"), containsString("-XX:+UseParallelGC"));
    for (String variable : VARIABLES) {
      assertThat(
          variable,
          run(script, Map.of(variable, "-Xms1g " + CHOSEN), "ingest"),
          not(containsString("-XX:+UseParallelGC")));
    }
  }

  @Test
  public void aCheckHasTheSerialCollectorUnlessTheUserChoosesOne() throws Exception {
    assertCheckHasTheSerialCollectorWithout(VARIABLES, copy("userstream"));
  }

  @Test
  public void aCheckInDockerHasTheSerialCollectorUnlessTheUserChoosesOne() throws Exception {
    Path script = copy("docker/userstream");
    assertCheckHasTheSerialCollectorWithout(VARIABLES, script);
    assertCheckHasTheSerialCollectorWithout(SPARK_VARIABLES, script);
  }

  private void assertCheckHasTheSerialCollectorWithout(List<String> variables, Path script)
      throws Exception {
    assertThat(run(script, Map.of(), "check", "--for=setup"), containsString("-XX:+UseSerialGC"));
    for (String variable : variables) {
      assertThat(
          variable,
          run(script, Map.of(variable, CHOSEN), "check", "--for=setup"),
          not(containsString("-XX:+UseSerialGC")));
    }
  }

  private Path copy(String script) throws IOException {
    Path copy = folder.getRoot().toPath().resolve(script.replace('/', '-'));
    return Files.copy(ProjectHome.find().resolve(script), copy);
  }

  /** Returns what the script prints. */
  private String run(Path script, Map<String, String> variables, String... arguments)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeAll(VARIABLES);
    builder.environment().keySet().removeAll(SPARK_VARIABLES);
    builder.environment().putAll(variables);
    builder.environment().put("JAVA_HOME", folder.getRoot().toString());
    builder.environment().merge("PATH", programs.toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(printed, process.waitFor() == 0);
    assertThat(printed, containsString("java -X"));
    return printed;
  }

  private void program(String name, String lines) throws IOException {
    Path program = programs.resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + lines);
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made executable");
    }
  }
}
