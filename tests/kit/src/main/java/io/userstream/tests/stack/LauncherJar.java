package io.userstream.tests.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * A jar that contains only {@link ChildMain}, to keep the rest of this project off a server's class
 * path.
 */
final class LauncherJar {
  private static final String ENTRY = ChildMain.class.getName().replace('.', '/') + ".class";

  private LauncherJar() {}

  /** Writes the jar into the directory, and returns its path. */
  static Path writeTo(Path directory) {
    Path jar = directory.resolve("launcher.jar");
    try (InputStream source = ChildMain.class.getClassLoader().getResourceAsStream(ENTRY);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      if (source == null) {
        throw new IllegalStateException(ENTRY + " is not on the class path");
      }
      out.putNextEntry(new JarEntry(ENTRY));
      source.transferTo(out);
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}
