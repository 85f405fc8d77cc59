package io.userstream.pipelines.status;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.userstream.io.options.OptionReader;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class StatusOptionsTest {
  @Test
  public void statusIsNotServedWithoutAnAddress() {
    StatusOptions options = PipelineOptionsFactory.create().as(StatusOptions.class);

    assertThat(StatusAddress.read(options, new OptionReader()), is(Optional.empty()));
  }

  @Test
  public void portListensOnThisMachine() {
    assertThat(address("8090"), is("127.0.0.1:8090"));
    assertThat(address("0"), is("127.0.0.1:0"));
  }

  @Test
  public void hostIsAccepted() {
    assertThat(address("0.0.0.0:8090"), is("0.0.0.0:8090"));
    assertThat(address("[::1]:8090"), is("::1:8090"));
  }

  @Test
  public void invalidAddressIsRejected() {
    for (String wrong : List.of("localhost", "a:70000", "70000", ":8090", "a:b", "http://a:1")) {
      assertThat(wrong, problems(wrong), contains(containsString("is not a [host:]port")));
    }
    assertThat(problems("localhost:0"), is(empty()));
  }

  private static String address(String text) {
    InetSocketAddress address = StatusAddress.read(options(text), new OptionReader()).orElseThrow();
    return address.getAddress().getHostAddress().replaceFirst("^0:0:0:0:0:0:0:", "::")
        + ":"
        + address.getPort();
  }

  private static List<String> problems(String text) {
    OptionReader reader = new OptionReader();
    var unused = StatusAddress.read(options(text), reader);
    return reader.problems();
  }

  private static StatusOptions options(String text) {
    return PipelineOptionsFactory.fromArgs("--statusAddress=" + text).as(StatusOptions.class);
  }
}
