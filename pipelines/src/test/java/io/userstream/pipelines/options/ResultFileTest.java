package io.userstream.pipelines.options;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.ImmutableMap;
import java.io.File;
import java.nio.file.Files;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class ResultFileTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(ResultOptions.class, Map.of("resultFile", "none"));
  }

  @Test
  public void countsAreOneJsonObjectAndReplaceThoseBefore() throws Exception {
    File file = folder.newFile("result.json");
    ResultOptions options = options(file.getPath());

    assertThat(ResultFile.problems(options), is(empty()));
    ResultFile.write(options, ImmutableMap.of("pages", 2L, "seconds", 1.5));

    assertThat(Files.readString(file.toPath()), is("{\"pages\":2,\"seconds\":1.5}"));
    assertThat(folder.getRoot().list(), is(new String[] {"result.json"}));
  }

  @Test
  public void fileInAFolderThatIsNotThereIsAProblem() {
    String nowhere = folder.getRoot() + "/nowhere/result.json";

    assertThat(
        ResultFile.problems(options(nowhere)),
        contains("--resultFile=" + nowhere + ": is not in a folder that can be written to"));
  }

  @Test
  public void withoutAFileNothingIsWritten() throws Exception {
    ResultFile.write(PipelineOptionsFactory.as(ResultOptions.class), Map.of("pages", 2L));
  }

  private static ResultOptions options(String file) {
    ResultOptions options = PipelineOptionsFactory.as(ResultOptions.class);
    options.setResultFile(file);
    return options;
  }
}
