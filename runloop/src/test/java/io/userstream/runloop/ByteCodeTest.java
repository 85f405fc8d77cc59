package io.userstream.runloop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** The compiled classes of this module, which run next to the jars of a consumer and of Spark. */
public class ByteCodeTest {
  /** Spark's own jars hold Guava 14, and come first on a cluster. */
  @Test
  public void noClassNamesGuava() throws Exception {
    assertThat(classesNaming("com/google/common/"), is(empty()));
  }

  /** The program decides which logging backend it uses; the library only knows slf4j. */
  @Test
  public void noClassNamesALoggingBackend() throws Exception {
    assertThat(classesNaming("org/apache/logging/"), is(empty()));
    assertThat(classesNaming("ch/qos/logback/"), is(empty()));
    assertThat(classesNaming("java/util/logging/"), is(empty()));
    assertThat(classesNaming("org/slf4j/Logger").size(), is(greaterThan(5)));
  }

  /** A file such as log4j2.component.properties would configure the consumer's backend. */
  @Test
  public void theModuleConfiguresNoLogging() throws Exception {
    try (Stream<Path> files = Files.walk(classes())) {
      assertThat(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.contains("log4j") || name.contains("logback"))
              .collect(Collectors.toList()),
          is(empty()));
    }
  }

  private static List<String> classesNaming(String text) throws Exception {
    try (Stream<Path> files = Files.walk(classes())) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> read(file).contains(text))
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toList());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path classes() throws Exception {
    return Path.of(RunLoop.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
