package io.userstream.tests.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Breaks inputs at random: bytes, JSON values, lines, and words that the target knows. Not
 * thread-safe.
 */
final class Mutator {
  /** Large enough for deep nesting and for the limits of the parsers, and still fast. */
  static final int MAX_BYTES = 1 << 17;

  private static final Pattern JSON_VALUE =
      Pattern.compile(
          "(?<=[:\\[,])\\s*(\"(?:[^\"\\\\]|\\\\.)*+\"|-?\\d+(?:\\.\\d+)?|null|\\{\\}|\\[\\])");

  private static final String[] OTHER_VALUES = {
    "null",
    "true",
    "-1",
    "0",
    "-0.0",
    "1e999",
    "1e-999",
    "2147483648",
    "-9223372036854775808",
    "99999999999999999999",
    "1.5",
    "\"\"",
    "\" \"",
    "[]",
    "{}",
    "[[[[]]]]",
    "{\"a\":{\"b\":[null]}}",
    "\"\\u0000\"",
    "\"\\u001b[2J\"",
    "\"\\ud800\"",
    "\"\\\\\\\"\\n\"",
    "\"2020-02-30T00:00:00.000Z\"",
    "\"+999999999-12-31T23:59:59Z\"",
    "NaN",
    "'x'",
    "\"x\",\"x\":1",
    "\"\u0130\ud83d\ude00\""
  };

  /** Overlong, unpaired, truncated and too large sequences of UTF-8, and a byte order mark. */
  private static final byte[][] ODD_UTF8 = {
    {(byte) 0xC0, (byte) 0x80},
    {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
    {(byte) 0xE2, (byte) 0x82},
    {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
    {(byte) 0xE2, (byte) 0x80, (byte) 0xAE},
    {0},
    {27, '[', '2', 'J'},
  };

  private final RandomGenerator random;
  private final LineMutator lines;
  private final List<byte[]> words;

  /**
   * Creates a mutator.
   *
   * @param words that have a meaning for the target; not empty
   */
  Mutator(RandomGenerator random, List<byte[]> words) {
    this.random = random;
    this.lines = new LineMutator(random);
    this.words = words;
  }

  /** Returns a copy of the input with one to four changes, and sometimes one that makes it long. */
  byte[] mutate(byte[] input, byte[] other) {
    byte[] mutant = input;
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutant = change(mutant, other);
    }
    if (random.nextInt(64) == 0) {
      mutant = insert(mutant, repeated());
    }
    return mutant.length > MAX_BYTES ? Arrays.copyOf(mutant, MAX_BYTES) : mutant;
  }

  private byte[] change(byte[] input, byte[] other) {
    return switch (random.nextInt(12)) {
      case 0 -> Arrays.copyOf(input, random.nextInt(input.length + 1));
      case 1 -> splice(input, other);
      case 2, 3, 4 -> changeValue(input, other);
      case 5 -> insert(input, randomBytes(1 + random.nextInt(9)));
      case 6 -> insert(input, slice(random.nextBoolean() ? input : other));
      case 7 -> insert(input, random.nextInt(4) == 0 ? pick(ODD_UTF8) : word());
      case 8 -> lines.change(input, other, join(word(), word()));
      case 9 -> delete(input);
      case 10 -> overwrite(input, word());
      default -> flip(input);
    };
  }

  private byte[] flip(byte[] input) {
    byte[] mutant = input.clone();
    for (int i = random.nextInt(4); i >= 0 && mutant.length > 0; i--) {
      mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return mutant;
  }

  private byte[] splice(byte[] input, byte[] other) {
    byte[] start = Arrays.copyOf(input, random.nextInt(input.length + 1));
    return join(start, Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
  }

  private byte[] slice(byte[] input) {
    int from = random.nextInt(input.length + 1);
    return Arrays.copyOfRange(input, from, Math.min(input.length, from + random.nextInt(64)));
  }

  private byte[] delete(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + 1 + random.nextInt(16));
    return join(Arrays.copyOf(input, from), Arrays.copyOfRange(input, to, input.length));
  }

  private byte[] overwrite(byte[] input, byte[] word) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + word.length);
    return join(
        join(Arrays.copyOf(input, from), word), Arrays.copyOfRange(input, to, input.length));
  }

  private byte[] insert(byte[] input, byte[] added) {
    int at = random.nextInt(input.length + 1);
    return join(join(Arrays.copyOf(input, at), added), Arrays.copyOfRange(input, at, input.length));
  }

  /** Replaces one value of a JSON text, also with one of the other text. */
  private byte[] changeValue(byte[] input, byte[] other) {
    // Latin-1 preserves every byte.
    String text = new String(input, ISO_8859_1);
    Matcher value = valueIn(text);
    if (value == null) {
      return insert(input, word());
    }
    return (text.substring(0, value.start(1)) + otherValue(other) + text.substring(value.end(1)))
        .getBytes(ISO_8859_1);
  }

  private String otherValue(byte[] other) {
    int choice = random.nextInt(16);
    if (choice == 0) {
      return nested();
    }
    Matcher value = choice < 4 ? valueIn(new String(other, ISO_8859_1)) : null;
    if (value != null) {
      return value.group(1);
    }
    String odd = OTHER_VALUES[random.nextInt(OTHER_VALUES.length)];
    return new String(odd.getBytes(UTF_8), ISO_8859_1);
  }

  private Matcher valueIn(String text) {
    Matcher value = JSON_VALUE.matcher(text);
    // A limit, because a search for values in a long text without any is slow.
    int from = random.nextInt(text.length() + 1);
    value.region(from, Math.min(text.length(), from + 4096)).useTransparentBounds(true);
    return value.find() ? value : null;
  }

  private String nested() {
    int depth = 1 << random.nextInt(13);
    return random.nextBoolean()
        ? "[".repeat(depth) + (random.nextBoolean() ? "]".repeat(depth) : "")
        : "{\"a\":".repeat(depth) + (random.nextBoolean() ? "1" + "}".repeat(depth) : "");
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      // Long runs of continuation bits, which Avro reads as huge lengths.
      Arrays.fill(bytes, (byte) 0xFF);
    }
    return bytes;
  }

  /** Returns up to 64 KiB of one word, or of one letter. */
  private byte[] repeated() {
    byte[] unit = random.nextInt(4) == 0 ? randomBytes(1) : word();
    int count = Math.max(1, Math.min(1 << random.nextInt(15), (MAX_BYTES / 2) / unit.length));
    byte[] repeated = new byte[unit.length * count];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = unit[i % unit.length];
    }
    return repeated;
  }

  private byte[] word() {
    return words.get(random.nextInt(words.size()));
  }

  private byte[] pick(byte[][] values) {
    return values[random.nextInt(values.length)];
  }

  static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
