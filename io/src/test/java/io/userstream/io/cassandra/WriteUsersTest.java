package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.options.OptionReader;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.Test;

public class WriteUsersTest {
  @Test
  public void cassandraOptionsReachTheWriter() {
    DisplayData writer =
        DisplayData.from(
            WriteUsers.to(
                UsersTable.read(
                    PipelineOptionsFactory.fromArgs(
                            "--cassandraHosts=a,b",
                            "--cassandraKeyspace=k",
                            "--cassandraTable=t",
                            "--cassandraLocalDc=west",
                            "--cassandraConsistency=EACH_QUORUM")
                        .as(CassandraOptions.class),
                    new OptionReader())));

    assertThat(item(writer, "contactPoints"), is("a,b"));
    assertThat(item(writer, "table"), is("k.t"));
    assertThat(item(writer, "localDc"), is("west"));
    assertThat(item(writer, "consistency"), is("EACH_QUORUM"));
  }

  private static Object item(DisplayData data, String key) {
    return data.items().stream()
        .filter(item -> item.getKey().equals(key))
        .map(DisplayData.Item::getValue)
        .findFirst()
        .orElse(null);
  }
}
