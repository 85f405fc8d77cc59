package io.userstream.tests.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.stack.ProjectHome;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.Test;

/** What the documentation shows is what {@link RunLoopExampleIT} runs, to the letter. */
public class ExampleInDocsTest {
  private static final String MARK = "// The documentation shows what follows.\n";

  @Test
  public void thePackagesDocumentationShowsTheTestedExample() throws IOException {
    String javadoc =
        read("runloop/src/main/java/io/userstream/runloop/package-info.java")
            .replaceAll("(?m)^ \\* ?", "");

    assertThat(between(javadoc, "<pre>{@code\n", "}</pre>"), is(example()));
  }

  @Test
  public void thePageShowsTheTestedExample() throws IOException {
    assertThat(between(read("docs/run-loop.md"), "```java\n", "```"), is(example()));
  }

  @Test
  public void theMainOfThePageIsThatOfTheExample() throws IOException {
    assertThat(
        read("tests/src/test/java/io/userstream/tests/runloop/ArchiveTopic.java"),
        containsString("loop(options, runner).run()"));
  }

  /** The rest of the class after the mark, without its indentation. */
  private static String example() throws IOException {
    String source = read("tests/src/test/java/io/userstream/tests/runloop/ArchiveTopic.java");
    return source
        .substring(source.indexOf(MARK) + MARK.length(), source.lastIndexOf("}\n"))
        .replaceAll("(?m)^  ", "");
  }

  private static String between(String text, String open, String close) {
    int start = text.indexOf(open) + open.length();
    return text.substring(start, text.indexOf(close, start));
  }

  private static String read(String path) throws IOException {
    return Files.readString(ProjectHome.find().resolve(path));
  }
}
