package io.userstream.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 that is read strictly, where Java by itself puts U+FFFD for what is broken. */
final class StrictUtf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private StrictUtf8() {}

  /**
   * Decodes part of an array.
   *
   * @throws CharacterCodingException when it is not UTF-8
   */
  static String decode(byte[] bytes, int offset, int length) throws CharacterCodingException {
    // Much faster than a CharsetDecoder, and right unless it had to replace something.
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0
        ? text
        : StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes, offset, length))
            .toString();
  }
}
