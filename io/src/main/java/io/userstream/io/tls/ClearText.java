package io.userstream.io.tls;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recognizes passwords that leave this machine without TLS, and warns about them. */
public final class ClearText {
  private static final Logger LOG = LoggerFactory.getLogger(ClearText.class);

  /** Static, for one warning per server and JVM. */
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private ClearText() {}

  /**
   * Returns whether a host is another machine. Names are not resolved.
   *
   * @param host a name, an IPv4 address, or an IPv6 address with or without brackets
   */
  public static boolean isOtherMachine(String host) {
    return !host.equalsIgnoreCase("localhost") && !host.matches("127(\\.\\d+){3}|\\[?::1]?");
  }

  /**
   * Returns the fix if a login is sent to another machine.
   *
   * @param hosts to which a password is sent without TLS
   * @param fix the options that encrypt the connection
   */
  public static Optional<String> fix(Collection<String> hosts, String fix) {
    return hosts.stream().anyMatch(ClearText::isOtherMachine) ? Optional.of(fix) : Optional.empty();
  }

  /**
   * Logs a warning, once per server.
   *
   * @param server the name of the server, without a secret
   * @param fix a result of {@link #fix}
   */
  public static void warn(Object server, String fix) {
    if (WARNED.add(server.toString())) {
      LOG.warn(
          "{}: the login and the users are sent to another machine without encryption. {}",
          server,
          fix);
    }
  }
}
