package io.userstream.pipelines.store;

import com.datastax.driver.core.exceptions.AuthenticationException;
import io.userstream.io.cassandra.CassandraWriteException;
import io.userstream.runloop.servers.AccessDeniedException;
import io.userstream.runloop.servers.LoginRefusedException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Recognizes faults of the servers that no retry can fix. */
final class FatalFaults {
  private FatalFaults() {}

  /** Returns whether an operator must act on a fault, such as a missing table or permission. */
  static boolean isLasting(Throwable fault) {
    return CassandraWriteException.isLasting(fault)
        || isRefusedLogin(fault)
        || fault instanceof OffsetOutOfRangeException // expired before it was stored
        || fault instanceof RecordTooLargeException // a dead letter that its topic rejects
        || fault instanceof LoginRefusedException // of the schema registry
        || fault instanceof AccessDeniedException // of the schema registry
        || fault instanceof AuthorizationException
        || fault instanceof org.apache.kafka.common.errors.AuthenticationException;
  }

  /**
   * A node that cannot read its roles yet, as during its start, throws the same with another text.
   */
  private static boolean isRefusedLogin(Throwable fault) {
    return fault instanceof AuthenticationException && fault.getMessage().contains("incorrect");
  }
}
