package io.userstream.tests.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.FreePorts;
import io.userstream.tests.stack.PostgresNode;
import io.userstream.tests.stack.SharedStack;
import io.userstream.tests.status.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A raw store behind PgBouncer in transaction mode: every transaction may get another session, so
 * that neither named statements nor settings of the session last.
 */
public class PgBouncerIT extends RawStoreFlow {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Process bouncer;
  private int port;

  @Before
  public void startBouncer() throws Exception {
    PostgresNode postgres = SharedStack.get().postgres();
    port = FreePorts.next();
    Path password =
        Path.of(postgres.jobOptions(flow.topic()).get(2).replaceFirst("^[^=]*=file:", ""));
    Path users =
        write(
            "users.txt",
            String.format(
                Locale.ROOT, "\"%s\" \"%s\"%n", flow.topic(), Files.readString(password).strip()));
    Path config =
        write(
            "pgbouncer.ini",
            String.format(
                Locale.ROOT,
                """
                [databases]
                * = host=%s port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 3
                """,
                postgres.host(),
                postgres.port(),
                port,
                users));
    bouncer =
        SystemProgram.require("pgbouncer", "pgbouncer")
            .startServer(folder.getRoot().toPath(), List.of(config.toString()), port);
  }

  @After
  public void stopBouncer() {
    if (bouncer != null) {
      bouncer.destroy();
    }
  }

  @Test
  public void rawStoreBehindAPoolerInTransactionMode() {
    flow.prepare("setup", address());

    JobResult ingested = ingest("--users=10000", "--pageSize=500", address());
    assertThat(ingested.err(), ingested.exitCode(), is(0));
    assertThat(ingested.out(), endsWith("raw=10000 unpublished=0\n"));

    JobResult published = flow.run("publish", "--seed=s", address());
    assertThat(published.err(), published.exitCode(), is(0));
    assertThat(flow.storeAll().exitCode(), is(0));
    JobResult reconciled = flow.run("reconcile", address());
    assertThat(reconciled.err() + reconciled.out(), reconciled.exitCode(), is(0));
  }

  private String address() {
    return "--rawStore=jdbc:postgresql://127.0.0.1:" + port + "/" + flow.topic();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve(name), text);
  }
}
