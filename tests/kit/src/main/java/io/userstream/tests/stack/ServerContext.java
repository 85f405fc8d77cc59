package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The directory and the record that the servers of a stack share, and the list of servers to end
 * with the stack.
 */
final class ServerContext {
  private final Path home;
  private final StackRecord record;
  private final Path launcher;
  private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();

  ServerContext(Path home, StackRecord record) {
    this.home = home;
    this.record = record;
    this.launcher = LauncherJar.writeTo(record.directory());
  }

  Path newDirectory(String name) {
    try {
      return Files.createDirectory(record.directory().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String classPath(String server) {
    return ProjectHome.serverClassPath(home, server);
  }

  /** Returns the runnable jar of the schema registry. */
  Path registryJar() {
    return ProjectHome.registryJar(home);
  }

  /** Returns PostgreSQL's unpacked programs. */
  Path postgres() {
    return PostgresInstallation.find(home, Path.of(classPath("postgres")));
  }

  /** Creates a server that ends with the stack at the latest. */
  ServerProcess server(String name, ChildCommand command) {
    ServerProcess server = new ServerProcess(name, record, launcher, command);
    servers.add(server);
    return server;
  }

  List<ServerProcess> servers() {
    return List.copyOf(servers);
  }
}
