package io.userstream.pipelines.store;

import com.google.common.hash.Hashing;
import io.userstream.io.erasures.ErasureKey;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.options.SecretReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.junit.rules.TemporaryFolder;

/** Lists of erased users without a topic. */
public final class ErasedUsers {
  private ErasedUsers() {}

  /**
   * Returns a list of one user.
   *
   * @param folder receives the file with the key
   */
  public static Erasures of(String id, TemporaryFolder folder) {
    byte[] key = new byte[32];
    try {
      Path file = folder.newFile().toPath();
      Files.writeString(file, Base64.getEncoder().encodeToString(key));
      return new Erasures(
          new ErasureKey(SecretReference.parse("file:" + file)),
          Set.of(Hashing.hmacSha256(key).hashString(id, StandardCharsets.US_ASCII).toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
