package io.userstream.pipelines.tail;

import com.fasterxml.jackson.core.JsonGenerator;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.IOException;

/** Writes a record as the members of a JSON object. For use by one thread. */
@FunctionalInterface
interface LineFormat {
  void write(SourceRecord record, JsonGenerator out) throws IOException;
}
