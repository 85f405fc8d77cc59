package io.userstream.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks inputs at random. */
final class Mutator {
  private static final Pattern JSON_VALUE =
      Pattern.compile("(?<=:)(\"(?:[^\"\\\\]|\\\\.)*\"|-?\\d+(?:\\.\\d+)?|null)");

  private static final String[] OTHER_VALUES = {
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "99999999999999999999",
    "1.5",
    "\"\"",
    "\" \"",
    "[]",
    "{}",
    "[[[[]]]]",
    "{\"a\":{\"b\":[null]}}",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"2020-02-30T00:00:00.000Z\"",
    "\"+999999999-12-31T23:59:59Z\"",
    "NaN",
    "'x'",
    "\"x\",\"x\":1",
    "\"\u0130\ud83d\ude00\""
  };

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** Returns a copy of the input with one to four changes. */
  byte[] mutate(byte[] input, byte[] other) {
    byte[] mutant = input;
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutant =
          switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(mutant, random.nextInt(mutant.length + 1));
            case 1 -> splice(mutant, other);
            case 2, 3 -> changeValue(mutant);
            case 4 -> insert(mutant, randomBytes(1 + random.nextInt(9)));
            case 5 -> insert(mutant, slice(mutant));
            default -> flip(mutant);
          };
    }
    return mutant;
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
    return join(start, Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
  }

  private byte[] slice(byte[] input) {
    int from = random.nextInt(input.length + 1);
    return Arrays.copyOfRange(input, from, Math.min(input.length, from + random.nextInt(64)));
  }

  private byte[] insert(byte[] input, byte[] added) {
    int at = random.nextInt(input.length + 1);
    return join(join(Arrays.copyOf(input, at), added), Arrays.copyOfRange(input, at, input.length));
  }

  /** Replaces one value of a JSON text. Leaves other inputs unchanged. */
  private byte[] changeValue(byte[] input) {
    // Latin-1 preserves every byte.
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Matcher value = JSON_VALUE.matcher(text);
    if (!value.find(random.nextInt(text.length() + 1))) {
      return input;
    }
    String replacement =
        new String(
            OTHER_VALUES[random.nextInt(OTHER_VALUES.length)].getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
    return (text.substring(0, value.start()) + replacement + text.substring(value.end()))
        .getBytes(StandardCharsets.ISO_8859_1);
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

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
