package io.userstream.pipelines.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file of the page, which is in the jar. */
final class Resource {
  private final String type;
  private final byte[] content;

  private Resource(String type, byte[] content) {
    this.type = type;
    this.content = content;
  }

  /**
   * Reads it.
   *
   * @param name of a file beside this class
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

  /** What is in it; not to be changed. */
  byte[] content() {
    return content;
  }
}
