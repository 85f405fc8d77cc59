package io.userstream.tests.fuzz;

import com.google.common.collect.ImmutableList;
import io.userstream.tests.arguments.Program;
import io.userstream.tests.stack.ProjectHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * {@code ./userstream fuzz}: feeds broken inputs to everything that reads untrusted bytes. The last
 * line of each target is {@code NAME: N inputs, N failures, N s, max N ms, max N MiB}. Exits with
 * code 1 if an input failed.
 */
public final class Fuzz {
  private static final Path HOSTS = Path.of("/etc/hosts");

  private Fuzz() {}

  /** Takes {@link FuzzArguments}. */
  public static void main(String[] args) throws Exception {
    resolveWithoutServers();
    silenceTheLog();
    FuzzArguments arguments =
        new Program("userstream fuzz", FuzzArguments.HELP).read(args, FuzzArguments::read);
    System.err.printf(Locale.ROOT, "seed %d%n", arguments.seed());
    FailureFolder failures =
        new FailureFolder(ProjectHome.find().resolve("target/fuzz"), System.out);
    boolean isWell = true;
    for (TargetKind kind : arguments.targets()) {
      ImmutableList.Builder<byte[]> corpus = ImmutableList.builder();
      corpus.addAll(Corpus.of(kind));
      if (arguments.corpus().isPresent()) {
        corpus.addAll(Corpus.in(arguments.corpus().get().resolve(kind.name())));
      }
      List<byte[]> inputs = corpus.build();
      FuzzResult result =
          new FuzzRun(
                  kind, inputs, arguments.seed(), arguments.inputs(), failures, System.err::println)
              .run();
      System.out.println(result);
      isWell &= result.failures() == 0;
    }
    System.out.flush();
    System.exit(isWell ? 0 : 1);
  }

  /** Turns the log off, because broken inputs are expected. */
  static void silenceTheLog() {
    Configurator.setRootLevel(Level.OFF);
    Configurator.setAllLevels("io.userstream", Level.OFF);
  }

  /** Answers every question for a host name from a file. Must precede the first question. */
  private static void resolveWithoutServers() {
    if (Files.exists(HOSTS)) {
      System.setProperty("jdk.net.hosts.file", HOSTS.toString());
    }
  }
}
