package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * A real PostgreSQL server on 127.0.0.1, with a superuser and only its own database. It keeps its
 * port and data across stops, kills and restarts.
 */
public final class PostgresNode extends StackServer {
  /** The first user, whose password is in {@link #superuserPassword}. */
  public static final String SUPERUSER = "postgres";

  public static final String SUPERUSER_PASSWORD = "for the tests alone";

  /** Measured: 2 s with a new data directory on two idle cores. */
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** The password of every role of {@link #createDatabase}. */
  private static final String OWNER_PASSWORD = "the owner's own";

  private final int port;
  private final Path superuserPassword;
  private final Path ownerPassword;
  @Nullable private final PostgresTls tls;

  private PostgresNode(
      int port,
      Path superuserPassword,
      Path ownerPassword,
      @Nullable PostgresTls tls,
      ServerProcess process) {
    super(
        process,
        log -> log.contains("database system is ready to accept connections"),
        START_LIMIT);
    this.port = port;
    this.superuserPassword = superuserPassword;
    this.ownerPassword = ownerPassword;
    this.tls = tls;
  }

  static PostgresNode prepare(
      @Nullable CertificateAuthority authority, @Nullable StackUsers users, ServerContext context) {
    int port = FreePorts.next();
    Path directory = context.newDirectory("postgres");
    Path password =
        users == null ? directory.resolve("superuser.password") : users.password(StackUsers.ADMIN);
    Path ownerPassword = directory.resolve("owner.password");
    try {
      if (users == null) {
        Files.writeString(password, SUPERUSER_PASSWORD);
      }
      Files.writeString(ownerPassword, OWNER_PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PostgresTls tls = authority == null ? null : PostgresTls.issued(authority, directory);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                context.postgres().toString(),
                directory.resolve("data").toString(),
                Integer.toString(port),
                password.toString()));
    if (tls != null) {
      arguments.addAll(tls.settings());
    }
    return new PostgresNode(
        port,
        password,
        ownerPassword,
        tls,
        context.server(
            "postgres",
            new ChildCommand(
                System.getProperty("java.class.path"),
                List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                PostgresMain.class.getName(),
                arguments)));
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /** Returns the address of a database for {@code --rawStore}. */
  public String url(String database) {
    return String.format(Locale.ROOT, "jdbc:postgresql://%s:%d/%s", host(), port, database);
  }

  /** Creates a database that belongs to a new role with the same name. */
  public void createDatabase(String name) {
    execute(
        "postgres",
        String.format(
            Locale.ROOT,
            "CREATE ROLE %s LOGIN PASSWORD '%s'",
            name,
            OWNER_PASSWORD.replace("'", "''")));
    execute("postgres", String.format(Locale.ROOT, "CREATE DATABASE %s OWNER %s", name, name));
  }

  /** Returns the options with which a job connects to a database as its owner. */
  public List<String> jobOptions(String database) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--rawStore=" + url(database),
                "--rawStoreUsername=" + database,
                "--rawStorePassword=file:" + ownerPassword));
    if (tls != null) {
      options.addAll(tls.jobOptions(database));
    }
    return options;
  }

  /** Returns the file with the superuser's password. */
  public Path superuserPassword() {
    return superuserPassword;
  }

  /** Returns the certificates, if the server accepts only TLS. */
  public Optional<PostgresTls> tls() {
    return Optional.ofNullable(tls);
  }

  /** Executes a statement as the superuser. */
  public void execute(String database, String statement) {
    try (Connection connection = connect(database)) {
      connection.createStatement().execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a connection as the superuser. */
  public Connection connect(String database) throws SQLException {
    // The driver's default uses TLS if the server does, without verifying anything.
    return DriverManager.getConnection(
        url(database), SUPERUSER, StackUsers.text(superuserPassword));
  }
}
