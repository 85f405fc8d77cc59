package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.WriteType;
import com.datastax.driver.core.exceptions.InvalidQueryException;
import com.datastax.driver.core.exceptions.WriteTimeoutException;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;

/** Tests which information about a failed write reaches the driver from a worker. */
public class CassandraWriteExceptionTest {
  @Test
  public void aMissingTableIsStillFatalAfterSerialization() {
    CassandraWriteException arrived = sent(new InvalidQueryException("unconfigured table users"));

    assertThat(CassandraWriteException.isLasting(arrived), is(true));
    assertThat(arrived.getMessage(), is("unconfigured table users"));
  }

  @Test
  public void aTimeoutIsTransientAndNamesItsType() {
    CassandraWriteException arrived =
        sent(new WriteTimeoutException(ConsistencyLevel.LOCAL_QUORUM, WriteType.SIMPLE, 0, 1));

    assertThat(CassandraWriteException.isLasting(arrived), is(false));
    assertThat(arrived.getMessage(), containsString("WriteTimeoutException"));
  }

  private static CassandraWriteException sent(RuntimeException fault) {
    return SerializableUtils.clone(CassandraWriteException.of(fault));
  }
}
