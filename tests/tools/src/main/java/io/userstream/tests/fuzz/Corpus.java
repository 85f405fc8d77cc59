package io.userstream.tests.fuzz;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs to start from: valid ones, and every one that was a failure before. Each file is one
 * input.
 */
final class Corpus {
  private Corpus() {}

  /** Returns the inputs of a target in the repository, in the order of their names. */
  static ImmutableList<byte[]> of(TargetKind kind) throws IOException {
    URL folder = Corpus.class.getResource("/fuzz/" + kind.name());
    if (folder == null) {
      throw new IOException("there is no corpus of " + kind.name());
    }
    try {
      return in(Path.of(folder.toURI()));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Returns the files of a folder, in the order of their names. None if it does not exist. */
  static ImmutableList<byte[]> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return ImmutableList.of();
    }
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(Files::isRegularFile).sorted().toList();
    }
    ImmutableList.Builder<byte[]> inputs = ImmutableList.builder();
    for (Path file : files) {
      inputs.add(Files.readAllBytes(file));
    }
    return inputs.build();
  }
}
