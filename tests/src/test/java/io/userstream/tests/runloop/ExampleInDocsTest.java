package io.userstream.tests.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.stack.ProjectHome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.Test;

/** Compares the documentation with the project that {@link ConsumerProjectIT} builds and runs. */
public class ExampleInDocsTest {
  private static final String SOURCES = "tests/consumer/src/%s/java/com/example/orders/%s.java";

  @Test
  public void packageDocumentationShowsTheTestedExample() throws IOException {
    String javadoc =
        read("runloop/src/main/java/io/userstream/runloop/package-info.java")
            .replaceAll("(?m)^ \\* ?", "");
    String loopAndPipeline =
        between(
                read(String.format(Locale.ROOT, SOURCES, "main", "ArchiveOrders")),
                "  static RunLoop ",
                "\n  /**")
            .replaceAll("(?m)^  ", "");

    assertThat(between(javadoc, "<pre>{@code\nstatic RunLoop ", "}</pre>"), is(loopAndPipeline));
  }

  @Test
  public void pageShowsTheProjectThatIsBuilt() throws IOException {
    String page = read("docs/run-loop.md");

    assertThat(between(page, "```xml\n", "```"), is(read("tests/consumer/pom.xml")));
    assertThat(
        between(page, "```java\n", "```"),
        is(read(String.format(Locale.ROOT, SOURCES, "main", "ArchiveOrders"))));
    assertThat(
        between(page.substring(page.indexOf("## Unit tests")), "```java\n", "```"),
        is(read(String.format(Locale.ROOT, SOURCES, "test", "ArchiveOrdersTest"))));
  }

  private static String between(String text, String open, String close) {
    int start = text.indexOf(open) + open.length();
    return text.substring(start, text.indexOf(close, start));
  }

  private static String read(String path) throws IOException {
    return Files.readString(ProjectHome.find().resolve(path));
  }
}
