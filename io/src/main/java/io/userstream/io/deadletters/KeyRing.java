package io.userstream.io.deadletters;

import com.google.common.collect.ImmutableMap;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The keys of dead letters by id. The first one encrypts. Immutable. */
final class KeyRing {
  /** No key. */
  static final KeyRing EMPTY = new KeyRing(Map.of());

  /** The id of a key that is given without one. */
  static final String DEFAULT_ID = "1";

  private static final int KEY_BYTES = 32;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final ImmutableMap<String, SecretKey> byId;

  private KeyRing(Map<String, SecretKey> byId) {
    this.byId = ImmutableMap.copyOf(byId);
  }

  /**
   * Parses one key, or lines of {@code ID:KEY}. Ignores blank lines.
   *
   * @throws IllegalArgumentException if a line is invalid; the message contains no part of a key
   */
  static KeyRing parse(String text) {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("contains no key");
    }
    if (lines.size() == 1 && lines.get(0).indexOf(':') < 0) {
      return new KeyRing(Map.of(DEFAULT_ID, key(lines.get(0), "the key")));
    }
    Map<String, SecretKey> byId = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String name = "key " + (i + 1) + " of " + lines.size();
      int colon = line.indexOf(':');
      if (colon < 0 || !ID.matcher(line.substring(0, colon)).matches()) {
        throw new IllegalArgumentException(
            name + " must be ID:KEY, with an id of up to 64 letters, digits, '.', '_' and '-'");
      }
      String id = line.substring(0, colon);
      if (byId.put(id, key(line.substring(colon + 1), name)) != null) {
        throw new IllegalArgumentException(name + " has the same id as another one");
      }
    }
    return new KeyRing(byId);
  }

  /** The exception of the decoder is dropped, because its message contains a part of the key. */
  private static SecretKey key(String base64, String name) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " must be in Base64 (the key is not shown here)");
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must have %d bytes (256 bits) and has %d. Create one with openssl rand -base64"
                  + " 32",
              name,
              KEY_BYTES,
              bytes.length));
    }
    return new SecretKeySpec(bytes, "AES");
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Returns the id of the key that encrypts. */
  String firstId() {
    return byId.keySet().iterator().next();
  }

  Optional<SecretKey> key(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Returns the ids only. */
  @Override
  public String toString() {
    return "keys " + byId.keySet();
  }
}
