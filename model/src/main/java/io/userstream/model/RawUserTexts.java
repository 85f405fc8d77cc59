package io.userstream.model;

import java.util.List;

/**
 * The selected users of a page as JSON texts, without passwords, salts, hashes and national ids.
 * Immutable.
 *
 * @param texts one JSON object per user, in page order
 * @param isExact false if a character that a database cannot store was replaced, or there is a
 *     number that it writes differently, so that a stored text may be parsed as another user
 */
record RawUserTexts(List<String> texts, boolean isExact) {
  RawUserTexts {
    texts = List.copyOf(texts);
  }

  /** Returns only the number of users, because the texts are personal data. */
  @Override
  public String toString() {
    return texts.size() + " raw users";
  }
}
