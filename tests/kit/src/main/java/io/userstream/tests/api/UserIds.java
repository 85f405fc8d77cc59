package io.userstream.tests.api;

import java.nio.charset.StandardCharsets;

/**
 * Version 4 uuids that depend only on a text and an index, like those of the live service. The text
 * is the seed, with the page number appended from page 2 on. Immutable.
 */
final class UserIds {
  /** Length of a uuid as text. */
  static final int LENGTH = 36;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final long high;
  private final long low;

  UserIds(String text) {
    long hash = 1;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash * 31 + text.charAt(i));
    }
    this.high = mix(hash);
    this.low = mix(high ^ 0x5851F42D4C957F2DL);
  }

  /** Writes the {@link #LENGTH} bytes of the uuid at an index to {@code out}. */
  void write(int index, byte[] out, int at) {
    long most = (mix(high + index) & ~0xF000L) | 0x4000L;
    long least = (mix(low + index) & ~(3L << 62)) | (2L << 62);
    int position = at;
    for (int nibble = 0; nibble < 32; nibble++) {
      if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) {
        out[position++] = '-';
      }
      long half = nibble < 16 ? most : least;
      out[position++] = HEX[(int) (half >>> (60 - 4 * (nibble & 15))) & 15];
    }
  }

  /** The finalizer of SplitMix64. It is a bijection, so no two indexes of a page share a uuid. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
