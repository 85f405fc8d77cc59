package io.userstream.io.deadletters;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The option of commands that write or read the contents of dead letters. */
public interface DeadLetterOptions extends PipelineOptions {
  @Description(
      "Encrypts keys and values of dead letters, and decrypts them. A reference (file:PATH or"
          + " env:NAME) to a 256-bit key in Base64, or to several lines ID:KEY, of which the first"
          + " encrypts and all decrypt. By default dead letters are not encrypted.")
  String getDeadLetterKey();

  void setDeadLetterKey(String deadLetterKey);
}
