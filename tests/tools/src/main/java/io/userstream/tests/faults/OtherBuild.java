package io.userstream.tests.faults;

import io.userstream.tests.stack.JobCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A jar that differs from the one that the job was started with before. */
final class OtherBuild {
  /** The class whose objects travel from driver to executors with every run. */
  private static final String CHANGED = "io/userstream/pipelines/store/DecodeRecords.class";

  private OtherBuild() {}

  /**
   * Creates the jar, with a name of its own and a class whose serialized form differs, as after a
   * change of its fields.
   */
  static Path in(Path directory) {
    Path jar = directory.resolve("userstream-other-build.jar");
    try {
      Files.copy(JobCommand.userstreamJar(), jar, StandardCopyOption.REPLACE_EXISTING);
      try (FileSystem content =
          FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
        Path changed = content.getPath(CHANGED);
        byte[] code = Files.readAllBytes(changed);
        Files.write(changed, renamed(code, "attempt", "attenpt"));
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a name of the same length everywhere in a class file. */
  private static byte[] renamed(byte[] code, String name, String other) {
    String latin = new String(code, StandardCharsets.ISO_8859_1);
    if (!latin.contains(name)) {
      throw new IllegalStateException(CHANGED + " does not contain " + name);
    }
    return latin.replace(name, other).getBytes(StandardCharsets.ISO_8859_1);
  }
}
