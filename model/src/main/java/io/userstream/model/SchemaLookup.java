package io.userstream.model;

import javax.annotation.Nullable;
import org.apache.avro.Schema;

/**
 * Finds the schema that an Avro record was written with. Implementations are safe for use by
 * several threads.
 */
@FunctionalInterface
public interface SchemaLookup {
  /** Knows no schema: for topics that carry JSON alone. */
  SchemaLookup NONE = id -> null;

  /**
   * Returns the schema of that id, or null when it is certain that there is none.
   *
   * @throws java.io.UncheckedIOException when nobody could be asked: a passing fault, which must
   *     not reject the record
   */
  @Nullable
  Schema byId(int id);
}
