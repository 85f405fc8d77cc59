package io.userstream.tests.docs;

import io.userstream.tests.stack.ProjectHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the documentation, as paths relative to the checkout. */
final class Pages {
  private static final Path HOME = ProjectHome.find();

  private Pages() {}

  /** Returns the pages that people read: those at the top level, in docs/ and in airflow/. */
  static List<String> all() {
    List<String> pages = new ArrayList<>();
    for (String folder : List.of("", "docs", "docs/decisions", "airflow")) {
      try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .map(file -> HOME.relativize(file).toString())
            .sorted()
            .forEach(pages::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pages;
  }

  static Path path(String page) {
    return HOME.resolve(page).normalize();
  }

  static String text(String page) {
    try {
      return Files.readString(path(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
