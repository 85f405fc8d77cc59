package io.userstream.io.erasures;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The option of all commands that write or consult the erasure list. */
public interface ErasureOptions extends PipelineOptions {
  @Description(
      "Key of the erasure list, as a reference (file:PATH or env:NAME) to 32 bytes in Base64. The"
          + " list has keyed hashes of the ids of erased users, who must not come back.")
  String getErasureKey();

  void setErasureKey(String erasureKey);
}
