package io.userstream.model;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Reads a user as the API gave it, from where it was kept in the meantime. What {@link
 * ApiPageParser} took then, another version of this parser may refuse. Safe for use by several
 * threads.
 */
public final class RawUserParser {
  private RawUserParser() {}

  /**
   * Parses one user.
   *
   * @param json the API's object of the user, see {@link ApiPage#rawUsers}
   * @param id the uuid under which it was kept, in canonical form
   * @param origin where on which page of the API it stood; becomes the user's own
   * @throws RejectedUserException when it is no user, or another
   */
  public static User parse(String json, String id, ApiOrigin origin) throws RejectedUserException {
    WireUser user = read(json);
    if (!id.equals(user.text(WireField.ID))) {
      throw new RejectedUserException(
          RejectReason.KEY_MISMATCH, "the payload is about another user than its row");
    }
    user.set(WireField.SEED, origin.seed());
    user.set(WireField.PAGE, origin.page());
    user.set(WireField.INDEX, origin.index());
    user.set(WireField.FETCHED_AT, origin.fetchedAt());
    return user.toUser();
  }

  private static WireUser read(String json) throws RejectedUserException {
    try (JsonParser in = ApiPageParser.JSON.createParser(json)) {
      in.nextToken();
      WireUser user = new ApiUserParser(in).read(0);
      if (in.nextToken() != null) {
        throw malformed("the payload goes on after the user");
      }
      return user;
    } catch (MalformedPageException e) {
      throw malformed(e.getMessage());
    } catch (IOException | RuntimeException e) {
      // The JSON parser is known to meet some broken input with runtime exceptions of its own.
      throw malformed("the payload is not one well-formed JSON value");
    }
  }

  private static RejectedUserException malformed(String detail) {
    return new RejectedUserException(RejectReason.MALFORMED, detail);
  }
}
