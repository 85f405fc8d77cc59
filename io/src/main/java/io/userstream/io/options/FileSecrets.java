package io.userstream.io.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Secrets in files: {@code file:PATH}. */
public final class FileSecrets implements SecretProvider {
  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public byte[] resolve(String path) {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new IllegalArgumentException("there is no file " + path, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("file " + path + " cannot be read", e);
    }
  }
}
