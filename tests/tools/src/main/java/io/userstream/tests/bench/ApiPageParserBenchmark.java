package io.userstream.tests.bench;

import io.userstream.model.ApiPage;
import io.userstream.model.ApiPageParser;
import io.userstream.model.MalformedPageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.joda.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures how many users of a recorded full page one core parses per second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ApiPageParserBenchmark {
  private static final String PAGE = "/randomuser/page_5000_seed-datagrid2026_p1.json.gz";
  private static final int USERS = 5000;
  private static final Instant FETCHED_AT = Instant.parse("2026-11-21T10:00:00Z");

  private final ApiPageParser parser = new ApiPageParser();
  private byte[] body = {};

  /** Runs only this benchmark: {@code java -cp … ApiPageParserBenchmark}. */
  public static void main(String[] args) throws RunnerException {
    new Runner(new OptionsBuilder().include(ApiPageParserBenchmark.class.getName()).build()).run();
  }

  /** Decompresses the page first: the API compresses it, but the parser does not decompress it. */
  @Setup
  public void unpackPage() throws IOException {
    try (InputStream packed = ApiPageParserBenchmark.class.getResourceAsStream(PAGE)) {
      if (packed == null) {
        throw new FileNotFoundException(PAGE + " is not on the class path");
      }
      body = new GZIPInputStream(packed).readAllBytes();
    }
  }

  @Benchmark
  @OperationsPerInvocation(USERS)
  public ApiPage users() throws MalformedPageException {
    return parser.parse(body, FETCHED_AT);
  }
}
