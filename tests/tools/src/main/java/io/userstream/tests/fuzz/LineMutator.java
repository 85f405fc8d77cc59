package io.userstream.tests.fuzz;

import static io.userstream.tests.fuzz.Mutator.join;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes whole lines: headers, arguments, entries of a file. Not thread-safe. */
final class LineMutator {
  private final RandomGenerator random;

  LineMutator(RandomGenerator random) {
    this.random = random;
  }

  /** Removes or repeats a line, or adds a line of another input or the given one. */
  byte[] change(byte[] input, byte[] other, byte[] added) {
    byte[] line = line(input);
    return switch (random.nextInt(4)) {
      case 0 -> insert(input, line);
      case 1 -> insert(input, line(other));
      case 2 -> insert(input, added);
      default -> remove(input);
    };
  }

  private byte[] line(byte[] text) {
    int start = startOfLine(text);
    return Arrays.copyOfRange(text, start, endOfLine(text, start));
  }

  private byte[] remove(byte[] text) {
    int start = startOfLine(text);
    int end = Math.min(text.length, endOfLine(text, start) + 1);
    return join(Arrays.copyOf(text, start), Arrays.copyOfRange(text, end, text.length));
  }

  private byte[] insert(byte[] text, byte[] line) {
    int start = startOfLine(text);
    return join(
        join(Arrays.copyOf(text, start), join(line, new byte[] {'\n'})),
        Arrays.copyOfRange(text, start, text.length));
  }

  private int startOfLine(byte[] text) {
    int at = random.nextInt(text.length + 1);
    while (at > 0 && text[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private static int endOfLine(byte[] text, int start) {
    int at = start;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return at;
  }
}
