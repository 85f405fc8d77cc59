package io.userstream.pipelines.erase;

import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.pipelines.store.PartOptions;
import java.util.List;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream erase}. */
public interface EraseOptions extends PartOptions, RawStoreOptions {
  @Description("Erases the users with these ids, separated by commas.")
  List<String> getId();

  void setId(List<String> id);

  @Description("Erases the users whose ids are in this file, one in each line.")
  String getIds();

  void setIds(String ids);

  @Description(
      "Erases the users with this e-mail address, as a reference (file:PATH or env:NAME), because"
          + " others can read command lines. Looks it up in the table and in the raw store.")
  String getEmail();

  void setEmail(String email);
}
