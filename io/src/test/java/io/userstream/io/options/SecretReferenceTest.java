package io.userstream.io.options;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SecretReferenceTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void theSecretIsTheFileWithoutItsLastLineBreak() throws IOException {
    assertThat(SecretReference.parse("file:" + file("s3cret \n")).resolve(), is("s3cret "));
    assertThat(SecretReference.parse("file:" + file("s3cret\r\n")).resolve(), is("s3cret"));
    assertThat(SecretReference.parse("file:" + file("s3cret")).resolve(), is("s3cret"));
  }

  @Test
  public void theSecretIsTheEnvironmentVariable() {
    Map.Entry<String, String> any =
        System.getenv().entrySet().stream().filter(e -> !e.getValue().isEmpty()).findFirst().get();

    assertThat(SecretReference.parse("env:" + any.getKey()).resolve(), is(any.getValue()));
  }

  @Test
  public void aSecretInsteadOfAReferenceIsRejectedAndNotShown() {
    for (String literal :
        new String[] {"hunter2", "hunter2:env:", "ENV:hunter2", "env:", "file:"}) {
      Exception rejected =
          assertThrows(
              literal, IllegalArgumentException.class, () -> SecretReference.parse(literal));

      assertThat(rejected.getMessage(), containsString("env:NAME or file:PATH"));
      assertThat(rejected.getMessage(), not(containsString("hunter2")));
    }
  }

  @Test
  public void missingSecretsAreNamed() throws IOException {
    assertThat(failure("env:USERSTREAM_NO_SUCH"), containsString("USERSTREAM_NO_SUCH is not set"));
    assertThat(failure("file:/no/such/file"), containsString("no file /no/such/file"));
    assertThat(failure("file:" + folder.getRoot()), containsString("cannot be read"));
    assertThat(failure("file:" + file("\n")), containsString("is empty"));
  }

  @Test
  public void toStringReturnsTheReference() throws IOException {
    String reference = "file:" + file("s3cret");

    assertThat(SecretReference.parse(reference).toString(), is(reference));
  }

  private static String failure(String reference) {
    return assertThrows(
            IllegalArgumentException.class, () -> SecretReference.parse(reference).resolve())
        .getMessage();
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.newFile().toPath(), content);
  }
}
