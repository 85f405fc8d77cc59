package io.userstream.io.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.userstream.io.options.OptionReader;
import io.userstream.io.options.ShownValue;
import io.userstream.io.options.ThisHost;
import io.userstream.io.options.UnusableReferenceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DeadLetterEncryptionTest {
  private static final String KEY = KeyRingTest.key(1);

  @Rule public final TemporaryFolder directory = new TemporaryFolder();

  private final OptionReader reader = new OptionReader();

  @Test
  public void withoutTheOptionNothingIsEncrypted() {
    assertThat(read(null), is(DeadLetterEncryption.NONE));
    assertThat(reader.problems(), is(empty()));
  }

  @Test
  public void onlyTheReferenceTravels() throws IOException {
    DeadLetterEncryption encryption = read("file:" + file(KEY));

    assertThat(reader.problems(), is(empty()));
    assertThat(encryption.open().hasKeys(), is(true));
    String serialized =
        new String(SerializableUtils.serializeToByteArray(encryption), StandardCharsets.ISO_8859_1);
    assertThat(serialized, not(containsString(KEY)));
    assertThat(encryption.toString(), not(containsString(KEY)));
  }

  @Test
  public void problemsDoNotContainTheKey() throws IOException {
    Path broken = file(KEY + KEY);

    read(KEY);
    read("file:" + broken);
    read("file:/nowhere/key");

    assertThat(
        reader.problems(),
        contains(
            containsString("--deadLetterKey: must be a reference"),
            containsString("--deadLetterKey=file:" + broken + ": the key must be in Base64"),
            containsString("--deadLetterKey: there is no file /nowhere/key")));
    assertThat(reader.problems().toString(), not(containsString(KEY.substring(0, 8))));
  }

  @Test
  public void aHostWithoutTheKeyIsNamed() throws IOException {
    Path file = file(KEY);
    DeadLetterEncryption encryption = read("file:" + file);
    Files.delete(file);

    assertThat(
        assertThrows(UnusableReferenceException.class, encryption::open).getMessage(),
        allOf(
            containsString("--deadLetterKey=file:" + file + " on host " + ThisHost.name()),
            containsString("there is no file " + file)));
  }

  @Test
  public void aKeyInPlaceOfTheReferenceIsNotShown() {
    assertThat(ShownValue.of("deadLetterKey", KEY), is("(not shown)"));
  }

  private DeadLetterEncryption read(String value) {
    DeadLetterOptions options = PipelineOptionsFactory.as(DeadLetterOptions.class);
    options.setDeadLetterKey(value);
    return DeadLetterEncryption.read(options, reader);
  }

  private Path file(String text) throws IOException {
    Path file = directory.newFile().toPath();
    return Files.write(file, List.of(text));
  }
}
