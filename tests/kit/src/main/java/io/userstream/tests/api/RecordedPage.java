package io.userstream.tests.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;

/**
 * A recorded page of 5000 users and, from the same people under other uuids, any prefix of any
 * other page. Immutable.
 *
 * <p>The recorded text is cut at the uuids once. A page consists of these segments with other uuids
 * between them. This also holds for a compressed page, because the segments were compressed without
 * references to the bytes of a uuid. No request compresses anything: a million users take a few
 * seconds.
 */
final class RecordedPage {
  /** The seed whose first page is served as it was recorded. */
  static final String SEED = "datagrid2026";

  /** Users on the page, and the maximum that the API returns at once. */
  static final int USERS = 5000;

  private static final String RESOURCE = "/randomuser/page_5000_seed-datagrid2026_p1.json.gz";
  private static final byte[] BEFORE_USERS = ascii("{\"results\":[");
  private static final byte[] BEFORE_UUID = ascii("\"uuid\":\"");
  private static final byte[] BETWEEN_USERS = ascii("},{\"gender\":");
  private static final byte[] AFTER_USERS = ascii("}],\"info\":");

  private final byte[] text;

  /** Offset of each user's uuid in {@link #text}. */
  private final int[] uuids = new int[USERS];

  /** Offset of each user's end, after the closing brace. */
  private final int[] ends = new int[USERS];

  /** The text before each uuid, starting after the previous one, as complete deflate blocks. */
  private final byte[][] deflated = new byte[USERS][];

  RecordedPage() {
    try (InputStream resource = RecordedPage.class.getResourceAsStream(RESOURCE);
        GZIPInputStream page = new GZIPInputStream(resource)) {
      text = page.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int position = 0;
    for (int i = 0; i < USERS; i++) {
      uuids[i] = find(BEFORE_UUID, position) + BEFORE_UUID.length;
      position = uuids[i] + UserIds.LENGTH;
      ends[i] = find(i + 1 < USERS ? BETWEEN_USERS : AFTER_USERS, position) + 1;
    }
    deflate();
  }

  /**
   * Returns the first {@code users} of a page as JSON.
   *
   * @param drawnBy the text that determines the users
   * @param info the text of the {@code info} object
   */
  byte[] json(String drawnBy, int users, String info) {
    byte[] tail = tail(users, info);
    int head = head(users);
    byte[] body = Arrays.copyOf(text, head + tail.length);
    System.arraycopy(tail, 0, body, head, tail.length);
    if (!drawnBy.equals(SEED)) {
      UserIds ids = new UserIds(drawnBy);
      for (int i = 0; i < users; i++) {
        ids.write(i, body, uuids[i]);
      }
    }
    return body;
  }

  /** Returns a page of the people that match, who are repeated until there are enough users. */
  byte[] json(String drawnBy, ApiQuery.People people, int users, String info) {
    int[] fitting = IntStream.range(0, USERS).filter(i -> fits(people, i)).toArray();
    UserIds ids = new UserIds(drawnBy);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(BEFORE_USERS);
    for (int i = 0; i < users; i++) {
      int person = fitting[i % fitting.length];
      byte[] user = Arrays.copyOfRange(text, start(person), ends[person]);
      ids.write(i, user, uuids[person] - start(person));
      if (i > 0) {
        out.write(',');
      }
      out.writeBytes(user);
    }
    out.writeBytes(("],\"info\":" + info + "}").getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private boolean fits(ApiQuery.People people, int person) {
    String user =
        new String(text, start(person), ends[person] - start(person), StandardCharsets.UTF_8);
    String nationality = user.substring(user.lastIndexOf(':') + 2, user.length() - 2);
    return (people.nationalities().isEmpty() || people.nationalities().contains(nationality))
        && (people.gender() == null || user.startsWith("{\"gender\":\"" + people.gender() + "\""));
  }

  /** Returns the offset of a user's opening brace. */
  private int start(int person) {
    return person == 0 ? BEFORE_USERS.length : ends[person - 1] + 1;
  }

  /** Returns the same as {@link #json}, as a gzip file. */
  byte[] gzip(String drawnBy, int users, String info) {
    byte[] json = json(drawnBy, users, info);
    ByteArrayOutputStream out = new ByteArrayOutputStream(64 + json.length / 3);
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0});
    for (int i = 0; i < users; i++) {
      out.writeBytes(deflated[i]);
      store(json, uuids[i], UserIds.LENGTH, false, out);
    }
    int head = users == 0 ? 0 : uuids[users - 1] + UserIds.LENGTH;
    store(json, head, json.length - head, true, out);
    CRC32 crc = new CRC32();
    crc.update(json);
    writeLittleEndian((int) crc.getValue(), out);
    writeLittleEndian(json.length, out);
    return out.toByteArray();
  }

  /** Gives the second user of a page of {@link #json} the uuid of the first. */
  byte[] doubled(byte[] page) {
    System.arraycopy(page, uuids[0], page, uuids[1], UserIds.LENGTH);
    return page;
  }

  private int head(int users) {
    return users == 0 ? 0 : ends[users - 1];
  }

  private static byte[] tail(int users, String info) {
    String opening = users == 0 ? "{\"results\":[" : "";
    return (opening + "],\"info\":" + info + "}").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Compresses the page into a raw deflate stream that is flushed to a byte boundary before and
   * after each uuid. Zeros replace the uuids, because the text cannot match them. So no part refers
   * to the bytes of a uuid.
   */
  private void deflate() {
    Deflater deflater = new Deflater(6, true);
    byte[] buffer = new byte[1 << 16];
    byte[] noUuid = new byte[UserIds.LENGTH];
    int from = 0;
    for (int i = 0; i < USERS; i++) {
      deflater.setInput(text, from, uuids[i] - from);
      int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      deflated[i] = Arrays.copyOf(buffer, length);
      deflater.setInput(noUuid);
      deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      from = uuids[i] + UserIds.LENGTH;
    }
    deflater.end();
  }

  /** Writes a stored block (RFC 1951, 3.2.4) of at most 65,535 bytes. */
  private static void store(
      byte[] bytes, int from, int length, boolean last, ByteArrayOutputStream out) {
    out.write(last ? 1 : 0);
    out.write(length);
    out.write(length >>> 8);
    out.write(~length);
    out.write(~length >>> 8);
    out.write(bytes, from, length);
  }

  private static void writeLittleEndian(int value, ByteArrayOutputStream out) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }

  private int find(byte[] pattern, int from) {
    for (int i = from; i <= text.length - pattern.length; i++) {
      if (Arrays.equals(text, i, i + pattern.length, pattern, 0, pattern.length)) {
        return i;
      }
    }
    throw new IllegalStateException(
        "the recorded page has no "
            + new String(pattern, StandardCharsets.US_ASCII)
            + " after byte "
            + from);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
