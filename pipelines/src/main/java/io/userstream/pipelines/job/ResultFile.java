package io.userstream.pipelines.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.io.options.OptionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * The file that receives the counts of a finished job.
 *
 * @param path empty if no file was requested
 */
public record ResultFile(Optional<Path> path) {
  /**
   * Reads the options and checks the folder.
   *
   * @param reader receives problems with them
   */
  public static ResultFile read(ResultOptions options, OptionReader reader) {
    return new ResultFile(reader.parse("resultFile", options.getResultFile(), ResultFile::parse));
  }

  /**
   * Writes the counts atomically if a file was requested.
   *
   * @param counts numbers and strings by name, in order
   * @throws IOException if the file cannot be written
   */
  public void write(Map<String, Object> counts) throws IOException {
    if (path.isPresent()) {
      Path file = path.get();
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.write(next, new ObjectMapper().writeValueAsBytes(counts));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path parse(String file) {
    try {
      Path path = Path.of(file).toAbsolutePath();
      Path folder = path.getParent();
      if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
        throw new IllegalArgumentException("is not in a writable folder");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not a path", e);
    }
  }
}
