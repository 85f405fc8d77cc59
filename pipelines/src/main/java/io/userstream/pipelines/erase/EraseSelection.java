package io.userstream.pipelines.erase;

import com.google.common.collect.ImmutableSortedSet;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.model.UserRecordDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.annotation.Nullable;

/**
 * The users to erase. Immutable.
 *
 * @param ids in canonical form
 * @param email of further users
 */
record EraseSelection(ImmutableSortedSet<String> ids, Optional<SecretReference> email) {
  /** Shown problems of a file. */
  private static final int MAX_PROBLEMS = 5;

  /**
   * Reads the options.
   *
   * @param reader receives problems with them
   */
  static EraseSelection read(EraseOptions options, OptionReader reader) {
    TreeSet<String> ids = new TreeSet<>();
    if (options.getId() != null) {
      for (String id : options.getId()) {
        reader.parse("id", id, EraseSelection::id).ifPresent(ids::add);
      }
    }
    reader.parse("ids", options.getIds(), EraseSelection::ofFile).ifPresent(ids::addAll);
    Optional<SecretReference> email = reader.secret("email", options.getEmail());
    if (options.getId() == null && options.getIds() == null && options.getEmail() == null) {
      reader.reject("id", "is required, or --ids or --email");
    }
    return new EraseSelection(ImmutableSortedSet.copyOf(ids), email);
  }

  @Nullable
  private static String canonical(String text) {
    return UserRecordDecoder.idOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String id(String text) {
    String id = canonical(text);
    if (id == null) {
      throw new IllegalArgumentException("is not a uuid");
    }
    return id;
  }

  private static List<String> ofFile(String name) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(name));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("cannot be read as UTF-8", e);
    }
    List<String> ids = new ArrayList<>();
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String id = canonical(line);
      if (id != null) {
        ids.add(id);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        wrong.add(i + 1);
      }
    }
    if (!wrong.isEmpty()) {
      // The lines may be personal data.
      throw new IllegalArgumentException(
          wrong.size()
              + " lines are not uuids (not shown here), such as "
              + wrong.subList(0, Math.min(MAX_PROBLEMS, wrong.size())));
    }
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("contains no id");
    }
    return ids;
  }
}
