package io.userstream.tests.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Searches what programs wrote for texts that must not be there. */
final class Leaks {
  /** The name of each text, for messages that do not contain the text itself. */
  private final Map<String, String> marked = new TreeMap<>();

  private final List<String> found = new ArrayList<>();
  private long searchedBytes;

  /** Adds texts to search for, as they are. */
  Leaks mark(String kind, Collection<String> texts) {
    for (String text : texts) {
      // As UTF-8, because contents are compared as bytes.
      marked.put(new String(text.getBytes(UTF_8), ISO_8859_1), kind);
    }
    return this;
  }

  /** Searches one text. */
  Leaks search(String source, String content) {
    return search(source, content.getBytes(UTF_8));
  }

  /** Searches all files of a folder that a condition accepts. */
  Leaks searchFiles(Path folder, Predicate<Path> condition) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).filter(condition).toList()) {
        search(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return this;
  }

  private Leaks search(String source, byte[] content) {
    searchedBytes += content.length;
    String text = new String(content, ISO_8859_1);
    marked.forEach(
        (secret, kind) -> {
          int at = text.indexOf(secret);
          if (at >= 0) {
            String before = text.substring(Math.max(0, at - 120), at).replaceAll("\\s+", " ");
            found.add(String.format(Locale.ROOT, "%s in %s after \"%s\"", kind, source, before));
          }
        });
    return this;
  }

  /** Returns what was found: the kind of the text, the source and what precedes it there. */
  List<String> found() {
    return List.copyOf(found);
  }

  long searchedBytes() {
    return searchedBytes;
  }
}
