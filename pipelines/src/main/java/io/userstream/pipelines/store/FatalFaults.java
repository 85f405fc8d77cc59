package io.userstream.pipelines.store;

import com.datastax.driver.core.exceptions.AuthenticationException;
import io.userstream.io.cassandra.CassandraWriteException;
import io.userstream.runloop.servers.AccessDeniedException;
import io.userstream.runloop.servers.LoginRefusedException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** The faults of the servers that no repetition mends. */
final class FatalFaults {
  private FatalFaults() {}

  /**
   * Whether somebody has to act before this can go away: a table is missing, a permission, a
   * record.
   */
  static boolean isLasting(Throwable fault) {
    return CassandraWriteException.isLasting(fault)
        || isRefusedLogin(fault)
        || fault instanceof OffsetOutOfRangeException // deleted before it was stored
        || fault instanceof RecordTooLargeException // a dead letter that its topic does not take
        || fault instanceof LoginRefusedException // of the schema registry
        || fault instanceof AccessDeniedException // of the schema registry
        || fault instanceof AuthorizationException
        || fault instanceof org.apache.kafka.common.errors.AuthenticationException;
  }

  /**
   * A node that cannot read its roles yet, as while it starts, throws the same with another text.
   */
  private static boolean isRefusedLogin(Throwable fault) {
    return fault instanceof AuthenticationException && fault.getMessage().contains("incorrect");
  }
}
