package io.userstream.tests.fuzz;

import io.userstream.model.ApiPage;
import io.userstream.model.ApiPageParser;
import io.userstream.model.MalformedPageException;
import io.userstream.model.RawPage;
import io.userstream.model.RawUserParser;
import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.model.UserJson;
import java.util.List;
import org.joda.time.Instant;

/**
 * Response bodies of the API. A page is malformed or complete: its users can be written in both
 * formats, and are the same when they are read from the raw store.
 */
final class ApiPageTarget implements FuzzTarget {
  static final List<String> WORDS =
      TargetKind.words(
          "\"results\": \"info\": \"error\": \"version\": \"1.3\" \"1.4\" \"2.0\" \"seed\": \"page\":"
              + " \"gender\": \"name\": \"location\": \"street\": \"postcode\": \"coordinates\":"
              + " \"latitude\":\"90.1\" \"timezone\": \"offset\":\"-14:00\" \"login\": \"uuid\":"
              + " \"password\": \"salt\": \"sha256\": \"dob\": \"date\": \"registered\": \"picture\":"
              + " \"nat\": { } [ ] , : \" \\ \\u \\ud83d \\u0000 null");

  private static final Instant FETCHED_AT = Instant.parse("2026-11-21T10:00:00.123Z");
  private static final int FEW_USERS = 2;

  private final ApiPageParser parser = new ApiPageParser();
  private final ApiPageParser keepingParser = new ApiPageParser(true);

  @Override
  public boolean feed(byte[] input) throws Exception {
    try {
      for (User user : parser.parse(input, FETCHED_AT, "female", FEW_USERS).users()) {
        if (!"female".equals(user.gender())) {
          throw new BrokenRuleException("the parser selected another gender");
        }
      }
      ApiPage page = keepingParser.parse(input, FETCHED_AT);
      if (!page.users().isEmpty()) {
        requireSameUsers(RawPage.of(page, null));
      }
      return true;
    } catch (MalformedPageException e) {
      MessageRules.requireFixedWords(e);
      return false;
    }
  }

  private static void requireSameUsers(RawPage page) throws Exception {
    List<String> raw = page.texts();
    if (raw.size() != page.users().size()) {
      throw new BrokenRuleException("raw users: " + raw.size() + ", users: " + page.users().size());
    }
    for (int i = 0; i < raw.size(); i++) {
      User user = page.users().get(i);
      byte[] json = UserJson.write(user);
      byte[] avro = UserAvro.write(user, 1);
      if (json.length == 0 || avro.length == 0) {
        throw new BrokenRuleException("a user is written as nothing");
      }
      // NUL, which a database cannot store, is replaced.
      boolean isSame = page.isExact() || raw.get(i).indexOf('\uFFFD') < 0;
      if (isSame && !RawUserParser.parse(raw.get(i), user.id(), user.origin()).equals(user)) {
        throw new BrokenRuleException("a raw user is read as another user");
      }
    }
  }
}
