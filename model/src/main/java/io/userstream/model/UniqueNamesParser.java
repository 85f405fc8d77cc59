package io.userstream.model;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * Rejects objects with two members of the same name. Jackson's own detection uses a hash set for
 * each object, which takes a tenth of the time of reading a page. The API's objects have at most a
 * dozen members, so it is faster to compare a name with those before it. Not thread-safe.
 */
final class UniqueNamesParser extends JsonParserDelegate {
  /** The names of each open object, and objects for later use. */
  private final List<Names> objects = new ArrayList<>();

  private int depth;

  UniqueNamesParser(JsonParser in) {
    super(in);
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = delegate.nextToken();
    if (token == JsonToken.FIELD_NAME) {
      add(delegate.currentName());
    } else {
      track(token);
    }
    return token;
  }

  @Nullable
  @Override
  public String nextFieldName() throws IOException {
    String name = delegate.nextFieldName();
    if (name == null) {
      track(delegate.currentToken());
    } else {
      add(name);
    }
    return name;
  }

  @Override
  public JsonParser skipChildren() throws IOException {
    JsonToken token = delegate.currentToken();
    if (token != null && token.isStructStart()) {
      int open = 1;
      while (open > 0) {
        token = nextToken();
        if (token == null) {
          return this;
        }
        open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    }
    return this;
  }

  private void track(@Nullable JsonToken token) {
    if (token == JsonToken.START_OBJECT) {
      if (depth == objects.size()) {
        objects.add(new Names());
      }
      objects.get(depth++).clear();
    } else if (token == JsonToken.END_OBJECT) {
      depth--;
    }
  }

  private void add(String name) throws JsonParseException {
    if (!objects.get(depth - 1).add(name)) {
      throw new JsonParseException(this, "duplicate name");
    }
  }

  /** The names of one object. */
  private static final class Names {
    /** More names are in a hash set, because the time for comparing them grows quadratically. */
    private static final int MANY = 32;

    private final String[] few = new String[MANY];
    private int count;
    @Nullable private Set<String> many;

    void clear() {
      count = 0;
      many = null;
    }

    boolean add(String name) {
      if (many != null) {
        return many.add(name);
      }
      for (int i = 0; i < count; i++) {
        if (few[i].equals(name)) {
          return false;
        }
      }
      if (count == MANY) {
        many = new HashSet<>(Arrays.asList(few));
        return many.add(name);
      }
      few[count++] = name;
      return true;
    }
  }
}
