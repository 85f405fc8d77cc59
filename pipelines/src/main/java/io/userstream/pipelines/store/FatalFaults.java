package io.userstream.pipelines.store;

import io.userstream.io.cassandra.CassandraWriteException;
import io.userstream.io.kafka.UnusableSecretException;
import io.userstream.io.options.UnusableReferenceException;
import io.userstream.runloop.servers.AccessDeniedException;
import io.userstream.runloop.servers.LoginRefusedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Recognizes faults of the servers that no retry can fix. */
final class FatalFaults {
  private FatalFaults() {}

  /** Returns whether an operator must act on a fault, such as a missing table or permission. */
  static boolean isLasting(Throwable fault) {
    return CassandraWriteException.isLasting(fault)
        || fault instanceof RecordTooLargeException // a dead letter that its topic rejects
        || fault instanceof LoginRefusedException // of the schema registry
        || fault instanceof AccessDeniedException // of the schema registry
        || fault instanceof UnusableReferenceException // an executor without a file
        || fault instanceof UnusableSecretException // an executor without a key store
        || fault instanceof AuthorizationException
        || fault instanceof AuthenticationException;
  }
}
