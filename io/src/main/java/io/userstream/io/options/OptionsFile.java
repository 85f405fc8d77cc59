package io.userstream.io.options;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The file of {@code --options=FILE}, with one {@code name=value} per line. Empty lines and lines
 * that begin with {@code #} or {@code !} are skipped. All commands can share one file, because each
 * reads only its own options.
 *
 * <p>{@link java.util.Properties} would lose line numbers and duplicates. Values have no escapes.
 * Immutable.
 */
final class OptionsFile {
  /** No file. */
  static final OptionsFile NONE = new OptionsFile("", ImmutableMap.of());

  private final String path;
  private final ImmutableMap<String, Entry> entries;

  private OptionsFile(String path, Map<String, Entry> entries) {
    this.path = path;
    this.entries = ImmutableMap.copyOf(entries);
  }

  /** A value and the number of its line, from 1. */
  record Entry(String value, int line) {}

  /**
   * Reads a file.
   *
   * @param problems receives all problems with the file, without any value
   */
  static OptionsFile read(String path, OptionNames names, List<String> problems) {
    Set<String> known = names.known();
    Set<String> elsewhere = names.ofAllCommands();
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, Integer> firstLines = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines(path, problems)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#") || text.startsWith("!")) {
        continue;
      }
      String place = path + ":" + number + ": ";
      int equals = text.indexOf('=');
      if (equals <= 0) {
        problems.add(place + "is not name=value");
        continue;
      }
      String name = spelled(text.substring(0, equals).strip(), known, elsewhere);
      String value = text.substring(equals + 1).strip();
      Integer first = firstLines.putIfAbsent(name, number);
      if (!known.contains(name) && !elsewhere.contains(name)) {
        problems.add(
            String.format(
                Locale.ROOT,
                "%s%s: unknown option of %s%s",
                place,
                name,
                names.command(),
                Suggestion.forName(name, "", known)));
      } else if (first != null) {
        problems.add(
            String.format(
                Locale.ROOT, "%s%s: set more than once, first in line %d", place, name, first));
      } else if (value.isEmpty()) {
        problems.add(place + name + ": needs a value");
      } else if (value.endsWith("\\")) {
        problems.add(place + name + ": ends with a backslash, but a value is one line");
      } else if (ShownValue.isSecret(name) && !isReference(value)) {
        problems.add(
            place + name + ": must be a reference (env:NAME or file:PATH), not the secret itself");
      } else if (known.contains(name)) {
        entries.put(name, new Entry(value, number));
      }
    }
    return new OptionsFile(path, entries);
  }

  /** The values by name. */
  ImmutableMap<String, Entry> entries() {
    return entries;
  }

  /** Returns the file and the line of an option. */
  String place(String name) {
    return path + ":" + entries.get(name).line();
  }

  private static List<String> lines(String path, List<String> problems) {
    try {
      return Files.readAllLines(Path.of(path), UTF_8);
    } catch (NoSuchFileException | InvalidPathException e) {
      problems.add("--options=" + path + ": there is no such file");
    } catch (CharacterCodingException e) {
      problems.add("--options=" + path + ": is not UTF-8");
    } catch (IOException e) {
      problems.add("--options=" + path + ": cannot be read: " + e.getMessage());
    }
    return List.of();
  }

  private static String spelled(String name, Set<String> known, Set<String> elsewhere) {
    String own = OptionSpelling.inCamelCase(List.of("--" + name), known).get(0).substring(2);
    return OptionSpelling.inCamelCase(List.of("--" + own), elsewhere).get(0).substring(2);
  }

  private static boolean isReference(String value) {
    try {
      SecretReference unused = SecretReference.parse(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
