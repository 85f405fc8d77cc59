package io.userstream.tests.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.annotation.Nullable;

/** Writes a jar like that of a user, with one class of this test. */
final class OtherJar {
  private OtherJar() {}

  static Path of(Path folder, Class<?> plugin) throws IOException {
    return write(folder, plugin, null);
  }

  /** Also names the class as a provider of a service. */
  static Path of(Path folder, Class<?> plugin, Class<?> service) throws IOException {
    return write(folder, plugin, service);
  }

  private static Path write(Path folder, Class<?> plugin, @Nullable Class<?> service)
      throws IOException {
    Path jar = folder.resolve(plugin.getSimpleName() + ".jar");
    String entry = plugin.getName().replace('.', '/') + ".class";
    try (InputStream source = plugin.getClassLoader().getResourceAsStream(entry);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
      source.transferTo(out);
      out.closeEntry();
      if (service != null) {
        out.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
        out.write(plugin.getName().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return jar;
  }
}
