package io.userstream.tests.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.Test;

public class LatenciesTest {
  @Test
  public void percentilesUseTheNearestRank() {
    Latencies latencies =
        Latencies.of(
            LongStream.rangeClosed(1, 200).map(i -> 201 - i).boxed().collect(Collectors.toList()));
    assertThat(latencies.toString(), is("samples=200 p50 ms=100 p90 ms=180 p99 ms=198"));
  }

  @Test
  public void percentileBetweenTwoRanksIsTheHigherOne() {
    assertThat(Latencies.of(List.of(30L, 10L, 20L)).percentile(50), is(20L));
  }

  @Test
  public void onlySampleIsEveryPercentile() {
    assertThat(Latencies.of(List.of(7L)).toString(), is("samples=1 p50 ms=7 p90 ms=7 p99 ms=7"));
  }

  @Test
  public void noSampleMeansNoPercentile() {
    assertThrows(IllegalStateException.class, () -> Latencies.of(List.of()).percentile(50));
  }
}
