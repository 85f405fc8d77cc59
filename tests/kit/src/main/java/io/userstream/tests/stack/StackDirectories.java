package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The directories of all stacks, {@code <name>-<pid>} in {@link ProjectHome#stacks}. Creates new
 * ones, and deletes those whose processes have ended. A lock file keeps two processes from doing so
 * at the same time. It is a kernel lock, which a killed process does not leave behind.
 */
final class StackDirectories {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int DELETE_ATTEMPTS = 100;
  private static final int DELETE_PAUSE_MILLIS = 50;

  private final Path root;

  StackDirectories() {
    this.root = ProjectHome.stacks();
  }

  Path root() {
    return root;
  }

  /**
   * Deletes what earlier stacks left behind, and creates a directory and a record for a new one.
   */
  StackRecord create(String name) {
    return locked(
        () -> {
          sweep();
          String base = name + "-" + ProcessHandle.current().pid();
          Path directory = root.resolve(base);
          for (int i = 2; Files.exists(directory); i++) {
            directory = root.resolve(base + "-" + i);
          }
          try {
            return StackRecord.create(Files.createDirectory(directory));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * Stops the kept stacks, and deletes their directories.
   *
   * @return the directories of the stopped stacks
   */
  List<Path> stopKept() {
    return locked(
        () -> {
          List<Path> stopped = new ArrayList<>();
          for (Path directory : directories()) {
            Optional<StackRecord> record = StackRecord.read(directory).filter(StackRecord::isKept);
            if (record.isPresent()) {
              if (!record.get().runningChildren().isEmpty()) {
                stopped.add(directory);
              }
              stopChildren(record.get());
              delete(directory);
            }
          }
          sweep();
          return stopped;
        });
  }

  /**
   * Deletes a directory with its content. Ignores files that vanish in the meantime, and also
   * deletes files that an ending process still adds.
   */
  static void delete(Path directory) {
    for (int attempt = 1; Files.exists(directory); attempt++) {
      try {
        deleteOnce(directory);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (attempt == DELETE_ATTEMPTS) {
          throw new UncheckedIOException(e);
        }
        pause();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void deleteOnce(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(DELETE_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a stack's data was deleted", e);
    }
  }

  private void sweep() {
    for (Path directory : directories()) {
      Optional<StackRecord> record = StackRecord.read(directory);
      if (record.isPresent() && isInUse(record.get())) {
        continue;
      }
      // Killed before it wrote its record, or a child that missed the end of its parent.
      record.ifPresent(StackDirectories::stopChildren);
      delete(directory);
    }
  }

  private static boolean isInUse(StackRecord record) {
    return record.ownerRuns() || (record.isKept() && !record.runningChildren().isEmpty());
  }

  private static void stopChildren(StackRecord record) {
    List<ProcessHandle> children = record.runningChildren();
    children.forEach(ProcessHandle::destroy);
    if (!haveEnded(children)) {
      children.forEach(ProcessHandle::destroyForcibly);
      if (!haveEnded(children)) {
        throw new IllegalStateException("the servers of " + record.directory() + " do not end");
      }
    }
  }

  private static boolean haveEnded(List<ProcessHandle> processes) {
    try {
      CompletableFuture.allOf(
              processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<Path> directories() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root, Files::isDirectory)) {
      all.forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private <T> T locked(Supplier<T> action) {
    // A file lock belongs to the whole JVM, so threads need an additional lock.
    synchronized (StackDirectories.class) {
      try {
        Files.createDirectories(root);
        try (FileChannel file =
                FileChannel.open(
                    root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = file.lock()) {
          if (!lock.isValid()) {
            throw new IllegalStateException("no lock on " + root);
          }
          return action.get();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
