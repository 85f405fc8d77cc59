package io.userstream.tests.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;

/**
 * Checks that servers end with their stack, no matter how the stack's process ends, unless they are
 * kept.
 */
public class StackLifetimeIT {
  private final List<Process> owners = new ArrayList<>();

  @After
  public void endOwners() {
    owners.forEach(Process::destroyForcibly);
    LocalStack.stopKept();
  }

  @Test
  public void serversDieWithTheirKilledParent() throws Exception {
    Owner owner = startOwner("killed", "hold");

    owner.process.destroyForcibly();

    OwnerJvm.awaitGone(owner.server);
  }

  @Test
  public void startAfterAKillStopsTheServersOfTheKilledStack() throws Exception {
    Owner owner = startOwner("killed", "hold");
    owner.process.destroyForcibly();
    OwnerJvm.awaitGone(owner.server);
    assertThat(Files.exists(owner.directory), is(true));

    try (LocalStack next = startKafka("next")) {
      assertThat(next.kafka().node(1).isRunning(), is(true));
    }

    assertThat(Files.exists(owner.directory), is(false));
  }

  @Test
  public void startIgnoresTheStacksOfRunningProcesses() throws Exception {
    Owner owner = startOwner("running", "hold");

    startKafka("next").close();

    assertThat(owner.server.isAlive(), is(true));
    assertThat(Files.exists(owner.directory), is(true));
  }

  @Test
  public void serversDieWhenTheirParentIsTerminated() throws Exception {
    Owner owner = startOwner("terminated", "hold");

    owner.process.destroy();

    OwnerJvm.awaitGone(owner.process.toHandle());
    OwnerJvm.awaitGone(owner.server);
    assertThat(dataDirectories(owner.directory), is(empty()));
  }

  @Test
  public void interruptFromTheTerminalDoesNotReachTheServers() throws Exception {
    Owner owner = startOwner("interrupted", "hold");

    new ProcessBuilder("kill", "-INT", Long.toString(owner.server.pid())).start().waitFor();
    new ProcessBuilder("kill", "-HUP", Long.toString(owner.server.pid())).start().waitFor();

    assertThat(startedLater(owner), is(true));
    assertThat(owner.server.isAlive(), is(true));
  }

  @Test
  public void keptServersOutliveTheirParentUntilTheyAreStopped() throws Exception {
    Owner owner = startOwner("kept", "keep");
    OwnerJvm.awaitGone(owner.process.toHandle());
    startKafka("next").close();
    assertThat(owner.server.isAlive(), is(true));

    assertThat(LocalStack.stopKept(), hasItem(owner.directory));

    assertThat(owner.server.isAlive(), is(false));
    assertThat(Files.exists(owner.directory), is(false));
    assertThat(LocalStack.stopKept(), is(empty()));
  }

  @Test
  public void unrelatedProcessWithARecordedPidIsNotKilled() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    owners.add(stranger);
    Path directory = new StackDirectories().create("forged").directory();
    long start = ProcessIdentity.of(stranger.toHandle()).startMillis();
    Files.writeString(
        directory.resolve("stack.pids"),
        // The owner has ended. One child has another start time, the other another command line.
        String.format(
            Locale.ROOT,
            "owner=1@1\nchild.a=%d@%d\nchild.b=%d@%d\n",
            stranger.pid(),
            start - 60_000,
            stranger.pid(),
            start));

    startKafka("next").close();

    assertThat(stranger.isAlive(), is(true));
    assertThat(Files.exists(directory), is(false));
  }

  @Test
  public void twoConcurrentStacksShareNothing() {
    try (LocalStack one = startKafka("twin");
        LocalStack other = startKafka("twin")) {
      assertThat(one.directory(), is(not(other.directory())));
      assertThat(one.bootstrapServers(), is(not(other.bootstrapServers())));
      assertThat(dataDirectories(one.directory()), hasSize(1));
    }
  }

  /**
   * The process that owns a stack of one Kafka node: {@code hold} ends with its servers, {@code
   * keep} keeps them.
   */
  public static final class OwnerMain {
    private OwnerMain() {}

    public static void main(String[] args) throws IOException {
      LocalStack stack = startKafka(args[0]);
      System.out.println(stack.kafka().node(1).pid());
      System.out.println(stack.directory());
      if (args[1].equals("keep")) {
        stack.keep();
        return;
      }
      System.in.read();
      // The stack still serves. A server that is shutting down would not.
      System.out.println(stack.kafka().activeController());
      System.in.read();
    }
  }

  private record Owner(Process process, BufferedReader out, ProcessHandle server, Path directory) {}

  private Owner startOwner(String name, String then) throws IOException {
    Process process = OwnerJvm.start(OwnerMain.class, name, then);
    owners.add(process);
    BufferedReader out = process.inputReader();
    long pid = Long.parseLong(out.readLine());
    Path directory = Path.of(out.readLine());
    return new Owner(process, out, ProcessHandle.of(pid).orElseThrow(), directory);
  }

  private static boolean startedLater(Owner owner) throws IOException {
    owner.process.getOutputStream().write('\n');
    owner.process.getOutputStream().flush();
    return "1".equals(owner.out.readLine());
  }

  private static LocalStack startKafka(String name) {
    return LocalStack.builder().name(name).kafkaNodes(1).cassandra(false).start();
  }

  private static List<Path> dataDirectories(Path stack) {
    try (Stream<Path> content = Files.list(stack)) {
      return content.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
