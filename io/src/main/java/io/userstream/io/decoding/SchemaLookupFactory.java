package io.userstream.io.decoding;

import io.userstream.model.SchemaLookup;
import java.io.Serializable;

/** Opens schema lookups on workers, one per DoFn instance. */
@FunctionalInterface
public interface SchemaLookupFactory extends Serializable {
  SchemaLookup open();
}
