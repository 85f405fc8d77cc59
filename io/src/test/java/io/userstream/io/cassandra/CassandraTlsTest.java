package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.userstream.io.options.OptionReader;
import io.userstream.io.options.UnusableReferenceException;
import io.userstream.io.tls.TlsSettings;
import io.userstream.tests.stack.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CassandraTlsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final OptionReader reader = new OptionReader();
  private CertificateAuthority authority;

  @Before
  public void create() {
    authority = CertificateAuthority.create(folder.getRoot().toPath(), "ours");
  }

  @Test
  public void anyOptionImpliesTls() {
    assertThat(read().tls(), is(nullValue()));
    assertThat(read("--cassandraTls").tls(), is(notNullValue()));
    assertThat(read("--cassandraTlsVerifyHost=false").tls(), is(notNullValue()));
    assertThat(read("--cassandraTlsTrust=file:" + authority.trust()).tls(), is(notNullValue()));
    assertThat(reader.problems(), is(List.of()));
  }

  @Test
  public void contradictionIsRejected() {
    CassandraConnection unused =
        read("--cassandraTls=false", "--cassandraTlsTrust=file:" + authority.trust());
    assertThat(
        reader.problems(),
        is(
            List.of(
                "--cassandraTls=false: contradicts the other --cassandraTls options: remove it or"
                    + " them")));
  }

  @Test
  public void workerWithoutTheFileFailsAtOnce() throws IOException {
    TlsSettings settings = read("--cassandraTlsTrust=file:" + authority.trust()).tls();
    CassandraTls onWorker = SerializableUtils.clone(new CassandraTls(settings));
    assertThat(onWorker.get(), is(notNullValue()));
    Files.delete(authority.trust());

    assertThat(
        assertThrows(UnusableReferenceException.class, onWorker::get).getMessage(),
        containsString("--cassandraTlsTrust=file:" + authority.trust() + " on host "));
  }

  private CassandraConnection read(String... options) {
    return CassandraConnection.read(
        PipelineOptionsFactory.fromArgs(options).as(CassandraOptions.class), reader);
  }
}
