package io.userstream.model;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Parses raw users that were stored earlier. It can reject a user that an earlier version of {@link
 * ApiPageParser} accepted. Thread-safe.
 */
public final class RawUserParser {
  private RawUserParser() {}

  /**
   * Parses one user.
   *
   * @param json the API's user object, see {@link RawPage#texts}
   * @param id the uuid of its row, in canonical form
   * @param origin the origin of the user
   * @throws RejectedUserException if the JSON is not a user, or a user with another uuid
   */
  public static User parse(String json, String id, ApiOrigin origin) throws RejectedUserException {
    WireUser user = read(json);
    if (!id.equals(user.text(WireField.ID))) {
      throw new RejectedUserException(
          RejectReason.KEY_MISMATCH, "the payload has another uuid than its row");
    }
    user.set(WireField.SEED, origin.seed());
    user.set(WireField.PAGE, origin.page());
    user.set(WireField.INDEX, origin.index());
    user.set(WireField.FETCHED_AT, origin.fetchedAt());
    return user.toUser();
  }

  private static WireUser read(String json) throws RejectedUserException {
    try (JsonParser in = new UniqueNamesParser(ApiPageParser.JSON.createParser(json))) {
      in.nextToken();
      WireUser user = new ApiUserParser(in).read(0);
      if (in.nextToken() != null) {
        throw malformed("the payload continues after the user");
      }
      return user;
    } catch (MalformedPageException e) {
      throw malformed(e.getMessage());
    } catch (IOException | RuntimeException e) {
      // Jackson throws runtime exceptions for some broken input.
      throw malformed("the payload is not one well-formed JSON value");
    }
  }

  private static RejectedUserException malformed(String detail) {
    return new RejectedUserException(RejectReason.MALFORMED, detail);
  }
}
