package io.userstream.pipelines.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file of the status page, from the jar. */
final class Resource {
  private final String type;
  private final byte[] content;

  private Resource(String type, byte[] content) {
    this.type = type;
    this.content = content;
  }

  /**
   * Reads a file.
   *
   * @param name of a file in this package
   * @param type its media type
   */
  static Resource of(String name, String type) {
    try (InputStream in = Resource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + name);
      }
      return new Resource(type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String type() {
    return type;
  }

  /** Returns the bytes. Do not change them. */
  byte[] content() {
    return content;
  }
}
