package io.userstream.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/**
 * Copies the users of a page to a JSON array while they are parsed. Characters that a database
 * cannot store (NUL, unpaired surrogates) become U+FFFD. Not thread-safe.
 */
final class RawUsersWriter {
  /** Writes users as separate root values, so that a user can be dropped after it was written. */
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();

  private static final char REPLACEMENT = '\uFFFD';

  private final StringWriter text = new StringWriter();
  private final JsonGenerator out;
  private int endOfKept;

  RawUsersWriter() throws IOException {
    text.write('[');
    endOfKept = 1;
    out = JSON.createGenerator(text);
  }

  /** Copies the current token. */
  void token(JsonParser in) throws IOException {
    switch (in.currentToken()) {
      case FIELD_NAME -> out.writeFieldName(clean(in.getCurrentName()));
      case VALUE_STRING -> out.writeString(clean(in.getText()));
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
      text.write(',');
      endOfKept = text.getBuffer().length();
    } else {
      text.getBuffer().setLength(endOfKept);
    }
  }

  /** Closes the array and returns it. */
  String finish() throws IOException {
    out.close();
    StringBuffer array = text.getBuffer();
    // Removes the comma after the last user.
    array.setLength(Math.max(1, endOfKept - 1));
    return array.append(']').toString();
  }

  private static String clean(String text) {
    if (text.indexOf('\0') < 0 && !NormalText.hasUnpairedSurrogate(text)) {
      return text;
    }
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
