package io.userstream.pipelines.erase;

import io.userstream.io.deadletters.DeadLetterCipher;
import io.userstream.io.deadletters.DeadLetterScan;
import io.userstream.io.deadletters.Origin;
import io.userstream.io.deadletters.RedriveMark;
import io.userstream.io.deadletters.UndecryptableException;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.servers.SetupException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import javax.annotation.Nullable;

/**
 * Finds the dead letters of users, and those of other keys whose values name them. Not thread-safe.
 */
final class FoundLetters implements DeadLetterScan.Visitor {
  private final Set<String> ids;
  private final DeadLetterCipher cipher;
  private final Map<Integer, LongStream.Builder> offsets = new HashMap<>();
  private final Map<String, Integer> byId = new HashMap<>();
  private final Map<String, Set<String>> mentions = new HashMap<>();

  FoundLetters(Set<String> ids, DeadLetterCipher cipher) {
    this.ids = ids;
    this.cipher = cipher;
  }

  @Override
  public void letter(SourceRecord letter, Origin origin) {
    SourceRecord plain = decrypted(letter);
    String key = UserRecordDecoder.idOf(plain.key());
    if (key != null && ids.contains(key)) {
      offsets
          .computeIfAbsent(letter.partition(), partition -> LongStream.builder())
          .add(letter.offset());
      byId.merge(key, 1, Integer::sum);
    } else {
      named(plain.value(), origin);
    }
  }

  private void named(@Nullable byte[] value, Origin origin) {
    if (value == null) {
      return;
    }
    String text = new String(value, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    for (String id : ids) {
      if (text.contains(id)) {
        mentions.computeIfAbsent(id, any -> new TreeSet<>()).add(origin.toString());
      }
    }
  }

  private SourceRecord decrypted(SourceRecord letter) {
    try {
      return cipher.decrypt(letter);
    } catch (UndecryptableException e) {
      throw new SetupException(
          "Dead letter " + letter + " cannot be searched: " + e.getMessage() + ".");
    }
  }

  @Override
  public void mark(RedriveMark mark) {
    // Names offsets only.
  }

  /** Returns the offsets of the dead letters of the users. Can be called once. */
  Map<Integer, OffsetSet> offsets() {
    Map<Integer, OffsetSet> found = new TreeMap<>();
    offsets.forEach((partition, all) -> found.put(partition, OffsetSet.of(all.build())));
    return found;
  }

  /** Returns the number of dead letters of a user. */
  int count(String id) {
    return byId.getOrDefault(id, 0);
  }

  /** Returns the number of dead letters of all users. */
  int total() {
    return byId.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the origins of dead letters of other keys whose values name a user. */
  Set<String> mentions(String id) {
    return mentions.getOrDefault(id, Set.of());
  }
}
