package io.userstream.io.cassandra;

import com.datastax.driver.core.exceptions.AuthenticationException;
import com.datastax.driver.core.exceptions.NoHostAvailableException;
import com.datastax.driver.core.exceptions.UnauthorizedException;
import com.google.common.base.Throwables;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Distinguishes logins and permissions that Cassandra refuses from those that it cannot check.
 *
 * <p>Both arrive as the same type of exception. A node that cannot read its own tables of roles and
 * permissions, for example because their replicas are down, says so with one of a few prefixes,
 * which the sources of Cassandra contain. Every other text is a refusal, because other
 * authenticators have their own.
 */
public final class CassandraRefusals {
  /** Of PasswordAuthenticator and ClientState. */
  private static final String CANNOT_AUTHENTICATE = "Unable to perform authentication";

  /** Of CassandraAuthorizer, Roles and CassandraRoleManager. */
  private static final String CANNOT_AUTHORIZE = "Unable to perform authorization";

  private CassandraRefusals() {}

  /** Returns whether the fault is a refusal, which no retry can fix. */
  public static boolean isRefusal(Throwable fault) {
    return (fault instanceof AuthenticationException || fault instanceof UnauthorizedException)
        && !isUnchecked(fault);
  }

  /** Returns the refusal among the causes of a failure and the errors of its nodes, if any. */
  static Optional<Throwable> in(Throwable failure) {
    return withErrorsOfNodes(failure).filter(CassandraRefusals::isRefusal).findFirst();
  }

  /** Returns the fault of a node that could not check a login or a permission, if any. */
  static Optional<Throwable> uncheckedIn(Throwable failure) {
    return withErrorsOfNodes(failure).filter(CassandraRefusals::isUnchecked).findFirst();
  }

  private static boolean isUnchecked(Throwable fault) {
    String message = String.valueOf(fault.getMessage());
    return message.contains(CANNOT_AUTHENTICATE) || message.contains(CANNOT_AUTHORIZE);
  }

  private static Stream<Throwable> withErrorsOfNodes(Throwable failure) {
    return Throwables.getCausalChain(failure).stream()
        .flatMap(
            cause ->
                cause instanceof NoHostAvailableException e
                    ? Stream.concat(Stream.of(cause), e.getErrors().values().stream())
                    : Stream.of(cause));
  }
}
