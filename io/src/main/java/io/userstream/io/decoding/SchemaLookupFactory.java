package io.userstream.io.decoding;

import io.userstream.model.SchemaLookup;
import java.io.Serializable;

/**
 * Opens the lookup of Avro schemas on the worker where records are decoded, for each DoFn instance
 * anew.
 */
@FunctionalInterface
public interface SchemaLookupFactory extends Serializable {
  SchemaLookup open();
}
