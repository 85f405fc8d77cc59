package io.userstream.io.deadletters;

import com.google.common.primitives.Ints;
import io.userstream.model.UserRecordDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A dead letter without the original record, for people to read. Contains no personal data: a key
 * that is not a uuid is only its size. Immutable.
 *
 * @param partition of the dead letter topic
 * @param offset of the dead letter topic
 * @param writtenMs when it was written, in milliseconds since the epoch
 * @param origin where it comes from
 * @param reason a code
 * @param detail describes the error; control characters are replaced
 * @param attempt the attempt that wrote it; null if it is missing
 * @param id the uuid in the key of the record, or of the row; null if there is none
 * @param keyBytes the size of the original key; null if it has none or is encrypted
 * @param encrypted whether key and value are encrypted
 * @param isRedriven whether {@code redrive} has processed it again
 */
public record DeadLetterEntry(
    int partition,
    long offset,
    long writtenMs,
    Source origin,
    String reason,
    String detail,
    @Nullable Long attempt,
    @Nullable String id,
    @Nullable Integer keyBytes,
    boolean encrypted,
    boolean isRedriven) {
  /** The rule of {@code org.apache.kafka.common.internals.Topic}. Tables have such names too. */
  private static final Pattern LOG = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  private static final Pattern REASON = Pattern.compile("[a-z][a-z-]{0,39}");

  /**
   * The origin.
   *
   * @param topic the topic of a record, or the table of a row
   * @param partition null for a row
   * @param offset null for a row
   * @param appendedMs when the record was appended or the row was fetched; null if unknown
   */
  public record Source(
      String topic, @Nullable Integer partition, @Nullable Long offset, @Nullable Long appendedMs) {
    /** Returns whether it is a record. */
    public boolean hasOffset() {
      return partition != null && offset != null;
    }
  }

  /**
   * Reads the headers of a record. Returns empty if it is not a dead letter, because another
   * program wrote it.
   */
  static Optional<DeadLetterEntry> of(ConsumerRecord<byte[], byte[]> read) {
    Headers headers = read.headers();
    String reason = Origin.text(headers, DeadLetter.ERROR_REASON);
    Optional<Source> origin = Origin.inHeaders(headers).flatMap(found -> source(found, headers));
    if (reason == null || !isReason(reason) || origin.isEmpty()) {
      return Optional.empty();
    }
    String detail = Origin.text(headers, DeadLetter.ERROR_DETAIL);
    boolean encrypted = DeadLetterCipher.encryption(headers).isPresent();
    return Optional.of(
        new DeadLetterEntry(
            read.partition(),
            read.offset(),
            read.timestamp(),
            origin.get(),
            reason,
            detail == null ? "" : shown(detail),
            Origin.number(headers, DeadLetter.ATTEMPT),
            id(read.key(), headers, encrypted),
            encrypted ? null : keyBytes(read.key(), headers),
            encrypted,
            false));
  }

  /** Returns the same dead letter after a redrive. */
  DeadLetterEntry redriven() {
    return new DeadLetterEntry(
        partition, offset, writtenMs, origin, reason, detail, attempt, id, keyBytes, encrypted,
        true);
  }

  /** Returns whether a text can be a reason of this release or of a later one. */
  public static boolean isReason(String text) {
    return REASON.matcher(text).matches();
  }

  private static Optional<Source> source(Origin origin, Headers headers) {
    Long appendedMs = Origin.number(headers, DeadLetter.ORIGIN_TIMESTAMP);
    Source source =
        origin instanceof RecordOrigin record
            ? new Source(record.topic(), record.partition(), record.offset(), appendedMs)
            : new Source(((RowOrigin) origin).table(), null, null, appendedMs);
    return Optional.of(source).filter(it -> LOG.matcher(it.topic()).matches());
  }

  @Nullable
  private static String id(@Nullable byte[] key, Headers headers, boolean encrypted) {
    String row = Origin.text(headers, DeadLetter.ORIGIN_UUID);
    if (row != null) {
      return UserRecordDecoder.idOf(row.getBytes(StandardCharsets.UTF_8));
    }
    return encrypted ? null : UserRecordDecoder.idOf(key);
  }

  @Nullable
  private static Integer keyBytes(@Nullable byte[] key, Headers headers) {
    Long original = Origin.number(headers, DeadLetter.ORIGIN_KEY_BYTES);
    if (original != null) {
      return Ints.saturatedCast(original);
    }
    return key == null ? null : key.length;
  }

  /** Replaces characters that are invisible or change the direction of the text. */
  private static String shown(String detail) {
    StringBuilder shown = new StringBuilder();
    detail
        .codePoints()
        .limit(DeadLetter.MAX_DETAIL_LENGTH)
        .map(DeadLetterEntry::visible)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static int visible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> ' ';
      default -> character;
    };
  }
}
