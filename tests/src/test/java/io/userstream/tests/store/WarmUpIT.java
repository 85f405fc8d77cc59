package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks that a driver is ready to write before users wait for it. */
@Category(OnSpark.class)
public class WarmUpIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Flow flow = Flow.on(SharedStack.get(), "warm");

  @Before
  public void setUp() {
    flow.setUp();
  }

  @Test
  public void driverHasPreparedItsWritesBeforeItTakesPartitions() {
    try (JobProcess store = flow.start("store")) {
      Await.until("it is warm", LIMIT, () -> store.output().contains("warmed up in "));

      assertThat(preparedStatements(), hasItem(startsWith("INSERT INTO")));
    }
  }

  private List<String> preparedStatements() {
    return flow.contents().query("SELECT query_string FROM system.prepared_statements").stream()
        .map(row -> row.getString("query_string"))
        .filter(query -> query.contains(flow.keyspace() + "." + flow.table()))
        .toList();
  }
}
