package io.userstream.runloop.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.Test;

public class SparkMasterTest {
  @Test
  public void readsAddressesWithAndWithoutPort() throws Exception {
    assertThat(read("127.0.0.1:7177"), is("127.0.0.1 7177"));
    assertThat(read("127.0.0.1"), is("127.0.0.1 7077"));
    assertThat(read("[0:0:0:0:0:0:0:1]:7177"), is("0:0:0:0:0:0:0:1 7177"));
    assertThat(read("[0:0:0:0:0:0:0:1]"), is("0:0:0:0:0:0:0:1 7077"));
  }

  private static String read(String text) throws IOException {
    InetSocketAddress address = SparkMaster.address(text);
    return address.getAddress().getHostAddress() + " " + address.getPort();
  }

  @Test
  public void namesAnInvalidAddress() {
    IOException fault = assertThrows(IOException.class, () -> SparkMaster.address("host:port"));

    assertThat(fault.getMessage(), is("no port: host:port"));
  }
}
