package io.userstream.tests.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The pid file of a stack: the process that owns it, its children, and whether they are meant to
 * outlive the owner. Rewritten at each change, so it is correct whenever the owner is killed.
 * Thread-safe.
 */
final class StackRecord {
  private static final String FILE = "stack.pids";
  private static final String OWNER = "owner";
  private static final String KEPT = "kept";
  private static final String CHILD = "child.";

  private final Path directory;
  private final Properties entries;

  private StackRecord(Path directory, Properties entries) {
    this.directory = directory;
    this.entries = entries;
  }

  /** Starts the record of a stack that this JVM owns. */
  static StackRecord create(Path directory) {
    StackRecord record = new StackRecord(directory, new Properties());
    record.put(OWNER, ProcessIdentity.of(ProcessHandle.current()).toString());
    return record;
  }

  /** Returns the record in the directory, or empty if it is missing or incomplete. */
  static Optional<StackRecord> read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Properties entries = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      entries.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries.containsKey(OWNER)
        ? Optional.of(new StackRecord(directory, entries))
        : Optional.empty();
  }

  Path directory() {
    return directory;
  }

  void putChild(String name, ProcessHandle child) {
    put(CHILD + name, ProcessIdentity.of(child).toString());
  }

  void markKept() {
    put(KEPT, "true");
  }

  synchronized boolean isKept() {
    return entries.containsKey(KEPT);
  }

  synchronized boolean ownerRuns() {
    return ProcessIdentity.parse(entries.getProperty(OWNER)).find().isPresent();
  }

  /** Returns the running children, without unrelated processes that reuse a pid. */
  synchronized List<ProcessHandle> runningChildren() {
    return entries.stringPropertyNames().stream()
        .filter(key -> key.startsWith(CHILD))
        .map(key -> ProcessIdentity.parse(entries.getProperty(key)))
        .flatMap(child -> child.find(ChildCommand.marker(directory)).stream())
        .toList();
  }

  private synchronized void put(String key, String value) {
    entries.setProperty(key, value);
    Path next = directory.resolve(FILE + ".next");
    try {
      try (Writer out = Files.newBufferedWriter(next)) {
        entries.store(out, null);
      }
      Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
