package io.userstream.tests.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.stack.ProjectHome;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.Test;

/**
 * The documentation shows what {@link RunLoopExampleIT} and {@link ConsumerProjectIT} run, to the
 * letter.
 */
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
  public void thePageShowsTheProjectThatIsBuilt() throws IOException {
    String page = read("docs/run-loop.md");
    String sources = "tests/consumer/src/%s/java/com/example/orders/%s.java";

    assertThat(between(page, "```xml\n", "```"), is(read("tests/consumer/pom.xml")));
    assertThat(
        between(page, "```java\n", "```"), is(read(sources.formatted("main", "ArchiveOrders"))));
    assertThat(
        between(page.substring(page.indexOf("## Unit tests")), "```java\n", "```"),
        is(read(sources.formatted("test", "ArchiveOrdersTest"))));
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
