package io.userstream.model;

import javax.annotation.Nullable;
import org.apache.avro.Schema;

/** Finds the schema with which an Avro record was written. Implementations are thread-safe. */
@FunctionalInterface
public interface SchemaLookup {
  /** Finds no schema. For topics that contain only JSON. */
  SchemaLookup NONE = id -> null;

  /**
   * Returns the schema with that id, or null if it certainly does not exist.
   *
   * @throws RejectedUserException if the schema exists but can never be used
   * @throws java.io.UncheckedIOException if the lookup failed with a transient fault, which must
   *     not reject the record
   */
  @Nullable
  Schema byId(int id) throws RejectedUserException;
}
