package io.userstream.pipelines.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stores blocks in a temporary file of this JVM, in the folder of the system property {@code
 * java.io.tmpdir}, for runners such as DirectRunner that group in the memory of one process. The
 * file is deleted on close. On Linux it is unlinked from the start, so nothing is left if the
 * process is killed. Thread-safe.
 */
final class SpillFile implements BlockStore, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** Static, because a runner passes serialized copies of a DoFn to its workers. */
  private static final Map<String, Content> OPEN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  private SpillFile() {}

  private record Content(FileChannel file, AtomicLong end) {}

  /**
   * Opens an empty file.
   *
   * @throws UncheckedIOException if it cannot be created
   */
  static SpillFile open() {
    SpillFile spill = new SpillFile();
    try {
      Path file = Files.createTempFile("userstream-reconcile-", ".spill");
      OPEN.put(
          spill.id,
          new Content(
              FileChannel.open(
                  file,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE),
              new AtomicLong()));
    } catch (IOException e) {
      throw failure(e);
    }
    return spill;
  }

  @Override
  public EvidenceBlock put(byte[] bytes) {
    Content content = content();
    long position = content.end().getAndAdd(bytes.length);
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining()) {
        content.file().write(rest, position + rest.position());
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return EvidenceBlock.stored(position, bytes.length);
  }

  @Override
  public byte[] get(EvidenceBlock block) {
    Content content = content();
    ByteBuffer bytes = ByteBuffer.allocate(block.length());
    try {
      while (bytes.hasRemaining()) {
        if (content.file().read(bytes, block.position() + bytes.position()) < 0) {
          throw new IOException("the file ends at " + content.file().size());
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return bytes.array();
  }

  private Content content() {
    Content content = OPEN.get(id);
    if (content == null) {
      throw new IllegalStateException("spill file " + id + " is not open in this JVM");
    }
    return content;
  }

  private static UncheckedIOException failure(IOException e) {
    return new UncheckedIOException(
        "Cannot use the temporary file of the comparison. Free space in "
            + System.getProperty("java.io.tmpdir")
            + " or choose another folder with JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
        e);
  }

  @Override
  public void close() {
    Content content = OPEN.remove(id);
    if (content != null) {
      try {
        content.file().close();
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }
}
