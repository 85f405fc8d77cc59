package io.userstream.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies each user of a page to a JSON text while it is parsed. Characters that a database cannot
 * store (NUL, unpaired surrogates) become U+FFFD. Not thread-safe.
 */
final class RawUsersWriter {
  /** Writes users as separate root values. */
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();

  private static final char REPLACEMENT = '\uFFFD';

  private final List<String> kept = new ArrayList<>();
  private final StringWriter text = new StringWriter();
  private final JsonGenerator out;
  private boolean isExact = true;

  RawUsersWriter() throws IOException {
    out = JSON.createGenerator(text);
  }

  /** Copies the current token. */
  void token(JsonParser in) throws IOException {
    switch (in.currentToken()) {
      case FIELD_NAME -> out.writeFieldName(clean(in.getCurrentName()));
      case VALUE_STRING -> out.writeString(clean(in.getText()));
      case VALUE_NUMBER_FLOAT -> {
        // PostgreSQL returns numbers without an exponent, with up to 100,000 digits.
        isExact = false;
        out.copyCurrentEventExact(in);
      }
      default -> out.copyCurrentEventExact(in);
    }
  }

  /** Copies the value that starts at the current token, and moves the parser to its last token. */
  void structure(JsonParser in) throws IOException {
    int depth = 0;
    while (true) {
      token(in);
      JsonToken token = in.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
      in.nextToken();
    }
  }

  /** Writes the name of the next member. */
  void name(String name) throws IOException {
    out.writeFieldName(clean(name));
  }

  /**
   * Ends a user.
   *
   * @param isKept false to drop the user
   */
  void endUser(boolean isKept) throws IOException {
    out.flush();
    if (isKept) {
      kept.add(text.toString());
    }
    text.getBuffer().setLength(0);
  }

  /** Returns the kept users. */
  RawUserTexts finish() throws IOException {
    out.close();
    return new RawUserTexts(kept, isExact);
  }

  private String clean(String text) {
    if (text.indexOf('\0') < 0 && !NormalText.hasUnpairedSurrogate(text)) {
      return text;
    }
    isExact = false;
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                clean.appendCodePoint(
                    c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        ? REPLACEMENT
                        : c));
    return clean.toString();
  }
}
