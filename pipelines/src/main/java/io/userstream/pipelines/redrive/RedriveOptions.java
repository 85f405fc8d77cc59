package io.userstream.pipelines.redrive;

import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.pipelines.store.PartOptions;
import java.util.List;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream redrive}. */
public interface RedriveOptions extends PartOptions, RawStoreOptions {
  @Description(
      "Processes dead letters with these reasons, such as unknown-schema,malformed. By default,"
          + " with any reason.")
  List<String> getReason();

  void setReason(List<String> reason);

  @Description(
      "Processes dead letters that were written at this time or later: a time such as"
          + " 2026-11-28T10:00:00Z, or a duration such as 2h before now.")
  String getFrom();

  void setFrom(String from);

  @Description("Processes dead letters that were written before this time, in the same format.")
  String getTo();

  void setTo(String to);

  @Description(
      "Processes the dead letters of records with these offsets of the users topic:"
          + " partition:first-end such as 0:100-200,3:50-. The end is the offset after the last"
          + " one.")
  String getOffsets();

  void setOffsets(String offsets);

  @Description("Processes the dead letters of records with these keys, usually ids of users.")
  List<String> getKey();

  void setKey(List<String> key);
}
