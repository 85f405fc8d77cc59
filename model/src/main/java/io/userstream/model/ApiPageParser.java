package io.userstream.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.joda.time.Instant;

/**
 * Parses response bodies of the randomuser.me API, version 1.3 or 1.4.
 *
 * <p>A page is complete or an error: one malformed user, a duplicate key or a byte after the end
 * rejects the whole page. The parser skips unknown fields, and also passwords, salts, hashes and
 * national ids, which it never decodes to text. It does not validate lengths or dates; the {@link
 * UserRecordDecoder} that reads the record does.
 *
 * <p>Thread-safe.
 */
public final class ApiPageParser {
  private static final Set<String> VERSIONS = Set.of("1.3", "1.4");

  static final JsonFactory JSON =
      JsonFactory.builder()
          // The API always responds in UTF-8.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Many colliding unknown names may be slow but must not fail.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private final boolean keepsRaw;

  /** Creates a parser that does not keep raw users. */
  public ApiPageParser() {
    this(false);
  }

  /**
   * Creates a parser.
   *
   * @param keepsRaw whether to keep the users as texts, for a {@link RawPage}
   */
  public ApiPageParser(boolean keepsRaw) {
    this.keepsRaw = keepsRaw;
  }

  /**
   * Parses a whole page.
   *
   * @param body the decompressed response body
   * @param fetchedAt the time at which the response had arrived; becomes part of each user's origin
   * @throws MalformedPageException if the body is not exactly one complete page
   */
  public ApiPage parse(byte[] body, Instant fetchedAt) throws MalformedPageException {
    return parse(body, fetchedAt, null, Integer.MAX_VALUE);
  }

  /**
   * Parses a whole page and selects the first users of one gender. Their indexes count only
   * selected users, so that fewer users are a prefix of more.
   *
   * @param gender in the API's format; null for both
   * @param most the maximum number of selected users
   * @throws MalformedPageException if the body is not exactly one complete page
   */
  public ApiPage parse(byte[] body, Instant fetchedAt, @Nullable String gender, int most)
      throws MalformedPageException {
    Envelope page = new Envelope();
    page.keepsRaw = keepsRaw;
    page.gender = gender;
    page.most = most;
    try {
      read(body, page);
    } catch (MalformedPageException e) {
      // Users of other API versions look different, so report the version if that is the cause.
      throw isOfOtherVersion(body) ? otherVersion() : e;
    }
    return page.toApiPage(fetchedAt);
  }

  private static void read(byte[] body, Envelope page) throws MalformedPageException {
    try (JsonParser in = new UniqueNamesParser(JSON.createParser(body))) {
      page.read(in);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException | RuntimeException e) {
      // Jackson throws runtime exceptions for some broken input.
      throw new MalformedPageException("the body is not JSON");
    }
  }

  private static MalformedPageException notJson(JsonProcessingException e) {
    String place =
        e.getLocation() == null ? "" : " (at byte " + e.getLocation().getByteOffset() + ")";
    return new MalformedPageException("the body is not one well-formed JSON value" + place);
  }

  private static MalformedPageException otherVersion() {
    return new MalformedPageException("info.version is neither 1.3 nor 1.4");
  }

  /** Reads only the version of a page whose users could not be read. */
  private static boolean isOfOtherVersion(byte[] body) {
    Envelope page = new Envelope();
    page.skipsUsers = true;
    try {
      read(body, page);
    } catch (MalformedPageException e) {
      return false;
    }
    return page.version != null && !VERSIONS.contains(page.version);
  }

  /** The outermost object of a page while it is being read. */
  private static final class Envelope {
    private boolean skipsUsers;
    private boolean keepsRaw;
    @Nullable private String gender;
    private int most = Integer.MAX_VALUE;
    private int drawn;
    @Nullable private RawUserTexts rawUsers;
    private boolean hasError;
    private boolean hasInfo;
    @Nullable private List<WireUser> users;
    @Nullable private String seed;
    @Nullable private Integer page;
    @Nullable private Integer results;
    @Nullable private String version;

    void read(JsonParser in) throws IOException, MalformedPageException {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedPageException("the body is not a JSON object");
      }
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        JsonToken value = in.nextToken();
        if (field.equals("results") && !skipsUsers) {
          readUsers(in, value);
        } else if (field.equals("info")) {
          readInfo(in, value);
        } else {
          hasError |= field.equals("error");
          in.skipChildren();
        }
      }
      if (in.nextToken() != null) {
        throw new MalformedPageException("the body continues after the page");
      }
    }

    private void readUsers(JsonParser in, JsonToken value)
        throws IOException, MalformedPageException {
      if (value != JsonToken.START_ARRAY) {
        throw new MalformedPageException("results is not an array");
      }
      users = new ArrayList<>();
      RawUsersWriter raw = keepsRaw ? new RawUsersWriter() : null;
      ApiUserParser user = new ApiUserParser(in, raw);
      while (in.nextToken() != JsonToken.END_ARRAY) {
        WireUser next = user.read(drawn++);
        boolean isTaken =
            users.size() < most && (gender == null || gender.equals(next.text(WireField.GENDER)));
        if (isTaken) {
          users.add(next);
        }
        if (raw != null) {
          raw.endUser(isTaken);
        }
      }
      rawUsers = raw == null ? null : raw.finish();
    }

    private void readInfo(JsonParser in, JsonToken value)
        throws IOException, MalformedPageException {
      if (value != JsonToken.START_OBJECT) {
        throw new MalformedPageException("info is not an object");
      }
      hasInfo = true;
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        in.nextToken();
        switch (field) {
          case "seed" -> seed = infoText(in, field);
          case "version" -> version = infoText(in, field);
          case "page" -> page = infoInteger(in, field);
          case "results" -> results = infoInteger(in, field);
          default -> in.skipChildren();
        }
      }
    }

    private static String infoText(JsonParser in, String field)
        throws IOException, MalformedPageException {
      if (in.currentToken() != JsonToken.VALUE_STRING
          || NormalText.hasUnpairedSurrogate(in.getText())) {
        throw new MalformedPageException("info." + field + " is not text");
      }
      return in.getText();
    }

    private static int infoInteger(JsonParser in, String field)
        throws IOException, MalformedPageException {
      if (in.currentToken() != JsonToken.VALUE_NUMBER_INT
          || in.getNumberType() != JsonParser.NumberType.INT
          || in.getIntValue() < 0) {
        throw new MalformedPageException("info." + field + " is not a non-negative integer");
      }
      return in.getIntValue();
    }

    ApiPage toApiPage(Instant fetchedAt) throws MalformedPageException {
      if (hasError) {
        throw new MalformedPageException("the body is an API error, not a page");
      }
      if (!hasInfo) {
        throw new MalformedPageException("info is missing");
      }
      if (version == null) {
        throw new MalformedPageException("info.version is missing");
      }
      if (!VERSIONS.contains(version)) {
        throw otherVersion();
      }
      if (users == null) {
        throw new MalformedPageException("results is missing");
      }
      if (seed == null || page == null || results == null) {
        throw new MalformedPageException("info lacks seed, page or results");
      }
      List<User> built = new ArrayList<>(users.size());
      for (WireUser user : users) {
        user.set(WireField.SEED, seed);
        user.set(WireField.PAGE, page);
        user.set(WireField.INDEX, built.size());
        user.set(WireField.FETCHED_AT, fetchedAt);
        built.add(user.toUser());
      }
      return ApiPage.of(seed, page, results, version, drawn, built, rawUsers);
    }
  }
}
