package io.userstream.pipelines.job;

import com.datastax.driver.core.exceptions.UnauthorizedException;
import com.google.common.base.Throwables;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.servers.ServerException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Extracts the error message of a failed command. */
public final class FailureMessage {
  private FailureMessage() {}

  /**
   * Returns the message of the first exception in the chain of causes that was written for
   * operators, or the type and the message of the innermost one.
   */
  public static String of(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (cause instanceof ServerException || cause instanceof RunLoopException) {
        return cause.getMessage();
      }
      if (cause instanceof TopicAuthorizationException e) {
        return "Kafka denies its user access to "
            + String.join(", ", e.unauthorizedTopics())
            + ": grant the rights that docs/operations.md lists for this command.";
      }
      if (cause instanceof GroupAuthorizationException e) {
        return "Kafka denies its user access to group "
            + e.groupId()
            + ": grant the rights that docs/operations.md lists for this command.";
      }
      if (cause instanceof UnauthorizedException) {
        return "Cassandra denies its user access: "
            + cause.getMessage()
            + ". Grant the permission that docs/operations.md lists for this command.";
      }
      // A producer asks for the right to write to any topic before it asks for one of them.
      if (cause instanceof ClusterAuthorizationException) {
        return "Kafka does not let its user write: grant the right WRITE on the topic.";
      }
    }
    Throwable root = Throwables.getRootCause(failure);
    return root.getMessage() == null
        ? root.getClass().getSimpleName()
        : root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
