package io.userstream.tests.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import io.userstream.io.options.OptionProperty;
import io.userstream.io.options.ShownValue;
import io.userstream.pipelines.cli.Userstream;
import io.userstream.pipelines.ingest.IngestOptions;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.publish.PublishOptions;
import io.userstream.pipelines.reconcile.ReconcileOptions;
import io.userstream.pipelines.setup.SetupOptions;
import io.userstream.pipelines.store.StoreOptions;
import io.userstream.pipelines.tail.TailOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Command lines: a command and one argument per line, then, after a line {@value #FILE}, the
 * contents of an options file. The target shows the options instead of running the command, which
 * parses and checks them without a server. The exit code is 0 or 2, and no value of an option for
 * secrets is printed.
 */
final class CommandLineTarget implements FuzzTarget {
  private static final String FILE = "%%options";

  /** The secret in the seeds. */
  private static final String SECRET = "k4Lm9Secret";

  private static final Pattern SECRET_OPTION =
      Pattern.compile("--([A-Za-z]+)=(.*)", Pattern.DOTALL);

  /** Resolving a host name would ask a server, so only addresses and localhost are checked. */
  private static final Pattern RESOLVED =
      Pattern.compile(
          "(?i)status-?address\\s*=(?!\\s*(localhost|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[::1?]):)");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, false, UTF_8);
  private final Path optionsFile;

  CommandLineTarget() {
    try {
      optionsFile = Files.createTempFile("fuzz", ".options");
      optionsFile.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The first command line loads Beam, which takes seconds and hundreds of megabytes.
    int unused = new Userstream(out, out, Map.of()).run("options", "--show=store");
  }

  /** Returns the names of all options, and values that some of them take. */
  static List<String> words() {
    Set<String> names = new TreeSet<>();
    Stream.of(
            SetupOptions.class,
            IngestOptions.class,
            PublishOptions.class,
            StoreOptions.class,
            ReconcileOptions.class,
            TailOptions.class)
        .forEach(type -> names.addAll(OptionProperty.own(type).keySet()));
    List<String> words = new ArrayList<>();
    names.forEach(name -> words.add("--" + name + "="));
    words.addAll(
        TargetKind.words(
            "-- = - -- --= : :: , @ \\ % ${env:X} env: file: env:NO_SUCH_VARIABLE file:/no/such"
                + " http:// https://a:b@c/ jdbc:postgresql://h/d?password=x localhost:9092 [::1]:9092"
                + " 127.0.0.1:0 127.0.0.1:65536 -1 0 1 2147483647 2147483648 9223372036854775807 1s"
                + " 0s 99999999999999d 1ms P1D true false TRUE null NaN 1e9 {} [] {\"a\":1} \u0130 \u202e"
                + " \u0000 \u0663 \ud83d\ude00 --help --verbose --runner=SparkRunner --runner=Nobody"
                + " --options= --jobName= --tempLocation= --stableUniqueNames=WARNING"
                + " --targetParallelism= json text drained store ingest publish setup tail reconcile"
                + " options completion metrics "
                + SECRET
                + " "
                + FILE));
    return words;
  }

  @Override
  public boolean feed(byte[] input) throws Exception {
    List<String> parts =
        Splitter.on("\n" + FILE + "\n").limit(2).splitToList(new String(input, ISO_8859_1));
    List<String> lines = new ArrayList<>(Splitter.on('\n').splitToList(decoded(parts.get(0))));
    lines.removeIf(line -> RESOLVED.matcher(line).find());
    List<String> args =
        new ArrayList<>(List.of("options", "--show=" + (lines.isEmpty() ? "" : lines.get(0))));
    args.addAll(lines.subList(Math.min(1, lines.size()), lines.size()));
    if (parts.size() > 1) {
      String file = RESOLVED.matcher(parts.get(1)).find() ? "" : parts.get(1);
      Files.write(optionsFile, file.getBytes(ISO_8859_1));
      args.add("--options=" + optionsFile);
    }
    printed.reset();
    int code = new Userstream(out, out, Map.of()).run(args.toArray(new String[0]));
    out.flush();
    if (code != ExitCode.DONE && code != ExitCode.USAGE) {
      throw new BrokenRuleException("exit code " + code);
    }
    if (isSecretOnlyInOptionsForSecrets(lines, parts) && printed.toString(UTF_8).contains(SECRET)) {
      throw new BrokenRuleException("the output contains the value of an option for secrets");
    }
    return code == ExitCode.DONE;
  }

  private static String decoded(String latin1) {
    return new String(latin1.getBytes(ISO_8859_1), UTF_8);
  }

  /** Other options show their values. */
  private static boolean isSecretOnlyInOptionsForSecrets(List<String> args, List<String> parts) {
    return (parts.size() == 1 || !parts.get(1).contains(SECRET))
        && args.stream().filter(arg -> arg.contains(SECRET)).allMatch(CommandLineTarget::isSecret);
  }

  private static boolean isSecret(String arg) {
    Matcher option = SECRET_OPTION.matcher(arg);
    // A reference is shown, because it is not a secret.
    return option.matches()
        && ShownValue.isSecret(option.group(1))
        && !option.group(2).contains(":");
  }
}
