package io.userstream.pipelines.job;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.options.OptionReader;
import java.io.File;
import java.nio.file.Files;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class ResultFileTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final OptionReader reader = new OptionReader();

  @Test
  public void countsReplaceEarlierOnesAsOneJsonObject() throws Exception {
    File file = folder.newFile("result.json");

    ResultFile.read(options(file.getPath()), reader)
        .write(ImmutableMap.of("pages", 2L, "seconds", 1.5));

    assertThat(reader.problems(), is(empty()));

    assertThat(Files.readString(file.toPath()), is("{\"pages\":2,\"seconds\":1.5}"));
    assertThat(folder.getRoot().list(), is(new String[] {"result.json"}));
  }

  @Test
  public void missingFolderIsAProblem() {
    String nowhere = folder.getRoot() + "/nowhere/result.json";

    var unused = ResultFile.read(options(nowhere), reader);

    assertThat(
        reader.problems(), contains("--resultFile=" + nowhere + ": is not in a writable folder"));
  }

  @Test
  public void nothingIsWrittenWithoutAFile() throws Exception {
    ResultFile.read(PipelineOptionsFactory.as(ResultOptions.class), reader)
        .write(Map.of("pages", 2L));
  }

  private static ResultOptions options(String file) {
    ResultOptions options = PipelineOptionsFactory.as(ResultOptions.class);
    options.setResultFile(file);
    return options;
  }
}
