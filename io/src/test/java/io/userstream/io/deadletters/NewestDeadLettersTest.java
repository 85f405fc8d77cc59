package io.userstream.io.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import java.util.Map;
import org.junit.Test;

public class NewestDeadLettersTest {
  @Test
  public void readingCreatesNoTopicAndJoinsNoGroup() {
    assertThat(
        NewestDeadLetters.properties(Map.of("group.id", "userstream-store")),
        allOf(
            hasEntry("allow.auto.create.topics", (Object) false),
            hasEntry("enable.auto.commit", (Object) false),
            not(hasKey("group.id"))));
  }
}
