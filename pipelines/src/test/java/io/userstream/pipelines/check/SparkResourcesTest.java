package io.userstream.pipelines.check;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.junit.Test;

public class SparkResourcesTest {
  private static final String PAGE =
      """
      {"url":"spark://h:7077","status":"ALIVE","workers":[
        {"state":"ALIVE","coresfree":3,"memoryfree":1500},
        {"state":"ALIVE","coresfree":1,"memoryfree":3000},
        {"state":"DEAD","coresfree":8,"memoryfree":9000}]}
      """;

  @Test
  public void onlyLivingWorkersCount() throws IOException {
    assertThat(free(1_024, 1).toString(), is("4 slots and 4500 MiB are free"));
  }

  @Test
  public void oneWorkerMustHaveRoomForAnExecutor() throws IOException {
    assertThat(free(1_024, 3).fitsExecutor(), is(true));
    assertThat(free(2_048, 1).fitsExecutor(), is(true));
    assertThat(free(2_048, 2).fitsExecutor(), is(false));
    assertThat(free(1_024, 4).fitsExecutor(), is(false));
  }

  @Test
  public void sizesAreThoseOfSpark() {
    assertThat(SparkResources.memoryMib("1g"), is(1_024L));
    assertThat(SparkResources.memoryMib("1500m"), is(1_500L));
    assertThat(SparkResources.memoryMib("2GB"), is(2_048L));
  }

  @Test
  public void theVersionIsInTheHeadingOfThePage() {
    String page =
        "<a><img/>\n<span class=\"version\" style=\"margin-right: 15px;\">3.5.9</span></a>";

    assertThat(SparkResources.version(page), is(Optional.of("3.5.9")));
    assertThat(SparkResources.version("<html>3.5.9</html>"), is(Optional.empty()));
  }

  private static SparkResources free(long executorMib, int executorCores) throws IOException {
    return SparkResources.of(
        new ObjectMapper().readTree(PAGE), executorMib, executorCores, Optional.empty());
  }
}
