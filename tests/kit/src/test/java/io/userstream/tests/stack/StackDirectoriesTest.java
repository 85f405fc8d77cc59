package io.userstream.tests.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StackDirectoriesTest {
  private static final int FILES = 2_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void filesThatAppearDuringTheDeletionAreDeletedToo() throws Exception {
    Path directory = folder.newFolder("stack").toPath();
    CountDownLatch begun = new CountDownLatch(1);
    Thread writer = new Thread(() -> write(directory, begun));
    writer.start();
    begun.await();
    StackDirectories.delete(directory);
    writer.join();
    StackDirectories.delete(directory);
    assertThat(Files.exists(directory), is(false));
  }

  /** Writes files until the directory is deleted. */
  private static void write(Path directory, CountDownLatch begun) {
    try {
      for (int i = 0; i < FILES; i++) {
        Files.createDirectories(directory.resolve("blocks/" + i % 7));
        Files.writeString(directory.resolve("blocks/" + i % 7 + "/" + i), "");
        begun.countDown();
      }
    } catch (IOException e) {
      // The directory is deleted.
    }
  }
}
