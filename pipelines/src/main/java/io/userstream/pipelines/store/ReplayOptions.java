package io.userstream.pipelines.store;

import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream replay}. */
public interface ReplayOptions extends PartOptions {
  @Description(
      "Stores records appended at this time or later: a time such as 2026-11-28T10:00:00Z, or a"
          + " duration such as 2h before now. By default, begins with the topic.")
  String getFrom();

  void setFrom(String from);

  @Description(
      "Stores records appended before this time, in the same format. By default, ends where the"
          + " topic ends now.")
  String getTo();

  void setTo(String to);

  @Description(
      "Stores these offsets instead of those of a time: partition:first-end such as"
          + " 0:100-200,3:50-. The end is the offset after the last one, or the end of the"
          + " partition. Other partitions are left out.")
  String getOffsets();

  void setOffsets(String offsets);
}
