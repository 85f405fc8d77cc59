package io.userstream.pipelines.options;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** What a job makes of {@link ResultOptions}. */
public final class ResultFile {
  private ResultFile() {}

  /** What is wrong with the options, one line each; asks the file system. */
  public static List<String> problems(ResultOptions options) {
    return new OptionProblems()
        .check("resultFile", options.getResultFile(), ResultFile::checkFolder)
        .list();
  }

  /**
   * Writes the counts, if a file is asked for: whole, or not at all.
   *
   * @param counts numbers and texts by name, in the order in which they are written
   * @throws IOException when the file cannot be written
   */
  public static void write(ResultOptions options, Map<String, Object> counts) throws IOException {
    if (options.getResultFile() == null) {
      return;
    }
    Path file = Path.of(options.getResultFile()).toAbsolutePath();
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, new ObjectMapper().writeValueAsBytes(counts));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void checkFolder(String file) {
    try {
      Path folder = Path.of(file).toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
        throw new IllegalArgumentException("is not in a folder that can be written to");
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not a path", e);
    }
  }
}
