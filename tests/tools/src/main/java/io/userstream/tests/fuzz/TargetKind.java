package io.userstream.tests.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A target and its limits.
 *
 * @param name names its corpus
 * @param maxMiB the memory that it may allocate for one input in total, in MiB
 * @param words that have a meaning for it
 * @param open creates a reader
 */
record TargetKind(String name, int maxMiB, ImmutableList<byte[]> words, Supplier<FuzzTarget> open) {
  /** All targets, in the order in which they run. */
  static final ImmutableList<TargetKind> ALL =
      ImmutableList.of(
          new TargetKind("api-page", 64, utf8(ApiPageTarget.WORDS), ApiPageTarget::new),
          new TargetKind("user-record", 64, utf8(UserRecordTarget.WORDS), UserRecordTarget::new),
          new TargetKind("registry-answer", 64, utf8(RegistryTarget.WORDS), RegistryTarget::new),
          new TargetKind("status-request", 64, utf8(StatusTarget.WORDS), StatusTarget::new),
          new TargetKind(
              "command-line", 256, utf8(CommandLineTarget.words()), CommandLineTarget::new));

  static Optional<TargetKind> byName(String name) {
    return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
  }

  private static ImmutableList<byte[]> utf8(List<String> words) {
    return words.stream()
        .map(word -> word.getBytes(UTF_8))
        .collect(ImmutableList.toImmutableList());
  }

  /** Splits words at spaces. */
  static List<String> words(String line, String... withSpaces) {
    return Stream.concat(Stream.of(line.strip().split("\\s+")), Arrays.stream(withSpaces)).toList();
  }
}
