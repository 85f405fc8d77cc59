package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.codahale.metrics.JmxReporter;
import com.datastax.driver.core.NettyOptions;
import org.junit.Test;

/**
 * Two classes of this project replace driver classes of the same name, and must come first on the
 * class path.
 */
public class DriverClassesTest {
  @Test
  public void driverClosesImmediately() {
    assertThat(placeOf(NettyOptions.class), not(containsString("cassandra-driver")));
  }

  @Test
  public void driverDoesNotUseJmx() {
    assertThat(placeOf(JmxReporter.class), not(containsString("metrics-core")));
  }

  private static String placeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }
}
