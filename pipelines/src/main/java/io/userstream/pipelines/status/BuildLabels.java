package io.userstream.pipelines.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.beam.sdk.util.ReleaseInfo;

/** Identifies the build and its runner. */
public final class BuildLabels {
  private BuildLabels() {}

  /** Returns the labels of {@code userstream_build_info}. */
  public static Map<String, String> of(String command, String runner) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("command", command);
    labels.put("version", version());
    labels.put("beam", ReleaseInfo.getReleaseInfo().getVersion());
    labels.put("java", System.getProperty("java.version"));
    labels.put("runner", runner);
    return labels;
  }

  private static String version() {
    Properties build = new Properties();
    try (InputStream in = BuildLabels.class.getResourceAsStream("build.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }
}
