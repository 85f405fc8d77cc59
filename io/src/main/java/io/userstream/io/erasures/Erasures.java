package io.userstream.io.erasures;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;

/** The erased users at one moment. Immutable and thread-safe. */
public final class Erasures implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nobody. */
  public static final Erasures NONE = new Erasures(null, Set.of());

  @Nullable private final ErasureKey key;
  private final HashSet<String> hashes;
  @Nullable private transient volatile UnaryOperator<String> hash;

  /**
   * Creates the set.
   *
   * @param key null only without hashes
   * @param hashes the keyed hashes of ids
   */
  public Erasures(@Nullable ErasureKey key, Set<String> hashes) {
    this.key = key;
    this.hashes = new HashSet<>(hashes);
  }

  public boolean isEmpty() {
    return hashes.isEmpty();
  }

  /**
   * Returns whether a user was erased.
   *
   * @param id in canonical form; null for a key that is not an id, which is nobody's
   * @throws io.userstream.io.options.UnusableReferenceException if this host does not have the key
   */
  public boolean contains(@Nullable String id) {
    if (id == null || hashes.isEmpty()) {
      return false;
    }
    if (hash == null) {
      hash = key.open();
    }
    return hashes.contains(hash.apply(id));
  }
}
