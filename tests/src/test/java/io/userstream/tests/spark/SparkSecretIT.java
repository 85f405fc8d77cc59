package io.userstream.tests.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.time.Duration;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks a Spark cluster that requires a secret and encrypts what it sends and spills. */
@Category(OnSpark.class)
public class SparkSecretIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String SECRET = "spark.authenticate.secret";

  private static LocalStack stack;

  private final Flow flow = Flow.on(stack, "secret");

  @BeforeClass
  public static void startStack() {
    stack =
        LocalStack.builder()
            .name("spark-secret")
            .sparkWorkers(1)
            .sparkSetting("spark.authenticate", "true")
            .sparkSetting(SECRET, "the secret of the cluster")
            .sparkSetting("spark.network.crypto.enabled", "true")
            .sparkSetting("spark.io.encryption.enabled", "true")
            .start();
  }

  @AfterClass
  public static void stopStack() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  public void jobThatKnowsTheSecretStoresUsers() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 100).flush();
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 100)));
  }

  @Test
  public void wrongSecretEndsTheJob() {
    flow.setUp();
    SparkSubmit submit = SparkSubmit.to(stack.spark()).withConf(SECRET, "another secret");
    try (JobProcess job = flow.start(submit, "store")) {
      assertThat(job.awaitEnd(LIMIT), is(1));
      assertThat(job.err(), containsString("ended the application before its first job"));
      assertThat(job.err(), containsString("the same " + SECRET));
      assertThat(job.err(), not(containsString("another secret")));
    }
  }
}
