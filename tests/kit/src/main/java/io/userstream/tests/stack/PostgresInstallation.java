package io.userstream.tests.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once for all stacks of a checkout. */
final class PostgresInstallation {
  private static final int OWNER_EXECUTES = 0100;

  private PostgresInstallation() {}

  /**
   * Returns the directory with {@code bin}, {@code lib} and {@code share}. The first call of any
   * process unpacks it.
   *
   * @param jar the jar of one version with the packed programs
   */
  static Path find(Path home, Path jar) {
    String version = jar.getFileName().toString().replaceFirst(".*-([\\d.]+)\\.jar", "$1");
    Path directory = home.resolve("target/postgres-" + version);
    try {
      Files.createDirectories(directory.getParent());
      // A file lock belongs to the whole JVM, so threads need an additional lock.
      synchronized (PostgresInstallation.class) {
        try (FileChannel file =
                FileChannel.open(
                    directory.resolveSibling(directory.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = file.lock()) {
          if (lock.isValid() && !Files.exists(directory)) {
            Path half = directory.resolveSibling(directory.getFileName() + ".half");
            StackDirectories.delete(half);
            unpack(jar, half);
            Files.move(half, directory, StandardCopyOption.ATOMIC_MOVE);
          }
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(Path jar, Path directory) throws IOException {
    try (FileSystem content = FileSystems.newFileSystem(jar)) {
      Path archive = content.getPath(archive());
      if (!Files.exists(archive)) {
        throw new IllegalStateException(
            "no PostgreSQL for this machine: " + archive + " is missing in " + jar);
      }
      try (InputStream packed = Files.newInputStream(archive);
          TarArchiveInputStream in =
              new TarArchiveInputStream(
                  new XZCompressorInputStream(new BufferedInputStream(packed)))) {
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          write(entry, in, directory.resolve(entry.getName()).normalize());
        }
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    if ((entry.getMode() & OWNER_EXECUTES) != 0 && !target.toFile().setExecutable(true)) {
      throw new IOException(target + " cannot be made executable");
    }
  }

  /**
   * Returns the name of this machine's archive in the jar; see the profiles of
   * tests/servers/postgres.
   */
  private static String archive() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = arch.contains("aarch64") || arch.contains("arm");
    return String.format(
        Locale.ROOT,
        "/postgres-%s-%s.txz",
        os.contains("mac") ? "darwin" : "linux",
        arm ? "arm_64" : "x86_64");
  }
}
