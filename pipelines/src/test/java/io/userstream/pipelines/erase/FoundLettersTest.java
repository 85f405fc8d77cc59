package io.userstream.pipelines.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterCipher;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.options.SecretReference;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.servers.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FoundLettersTest {
  private static final String ID = "2b0c53a4-1d6e-4e0f-9d5f-0d7e1e3d0a11";
  private static final String OTHER = "9d5f53a4-1d6e-4e0f-9d5f-0d7e1e3d0a11";
  private static final DeadLetterCipher NO_KEY = DeadLetterEncryption.NONE.open();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void deadLettersOfAUserAreFoundByTheirKeys() {
    FoundLetters found = new FoundLetters(Set.of(ID), NO_KEY);

    letter(found, NO_KEY, 5, ID, "broken");
    letter(found, NO_KEY, 6, OTHER, "broken");

    assertThat(found.total(), is(1));
    assertThat(found.count(ID), is(1));
    assertThat(found.offsets(), is(Map.of(0, OffsetSet.between(5, 6))));
  }

  @Test
  public void deadLettersOfOtherKeysThatNameAUserAreListedAndNotRemoved() {
    FoundLetters found = new FoundLetters(Set.of(ID), NO_KEY);

    letter(found, NO_KEY, 5, OTHER, "{\"id\": \"" + ID.toUpperCase(Locale.ROOT) + "\"");

    assertThat(found.mentions(ID), is(Set.of("users-2@5")));
    assertThat(found.total(), is(0));
    assertThat(found.offsets(), is(Map.of()));
  }

  @Test
  public void encryptedDeadLettersAreSearched() throws IOException {
    DeadLetterCipher cipher = cipher();
    FoundLetters found = new FoundLetters(Set.of(ID), cipher);

    letter(found, cipher, 5, ID, "broken");

    assertThat(found.total(), is(1));
  }

  @Test
  public void encryptedDeadLettersWithoutTheKeyEndTheSearch() throws IOException {
    DeadLetterCipher cipher = cipher();
    FoundLetters found = new FoundLetters(Set.of(ID), NO_KEY);

    SetupException refusal =
        assertThrows(SetupException.class, () -> letter(found, cipher, 5, ID, "broken"));

    assertThat(
        refusal.getMessage(), containsString("Dead letter users.dlq-0@5 cannot be searched"));
    assertThat(refusal.getMessage(), containsString("Set --deadLetterKey"));
  }

  private DeadLetterCipher cipher() throws IOException {
    Path file = folder.newFile().toPath();
    Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]));
    return new DeadLetterEncryption(SecretReference.parse("file:" + file)).open();
  }

  private static void letter(
      FoundLetters found, DeadLetterCipher cipher, long offset, String key, String value) {
    DeadLetter letter =
        DeadLetter.ofRecord(
            SourceRecord.of(
                "users", 2, offset, 0, 0, key.getBytes(UTF_8), value.getBytes(UTF_8), null),
            "id",
            "malformed",
            "detail",
            1);
    ProducerRecord<byte[], byte[]> written = cipher.encrypt(letter.toRecord("users.dlq"));
    found.letter(
        SourceRecord.of(
            written.topic(), 0, offset, 0, 0, written.key(), written.value(), written.headers()),
        letter.origin());
  }
}
