package io.userstream.pipelines.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves the names of servers. */
final class HostNames {
  private static final String SUBJECT = "names";

  private HostNames() {}

  /**
   * Resolves every name. One that does not resolve is a warning if another one does, because
   * clients use that.
   *
   * @param option with the names
   */
  static void check(Findings findings, List<String> hosts, String option) {
    List<String> unknown = hosts.stream().filter(host -> !resolves(host)).toList();
    if (unknown.isEmpty()) {
      findings.ok(SUBJECT, String.join(", ", hosts));
      return;
    }
    findings.add(
        unknown.size() == hosts.size() ? Level.ERROR : Level.WARNING,
        SUBJECT,
        String.join(", ", unknown) + " does not resolve on this machine",
        "Fix " + option + ", or the name service.");
  }

  private static boolean resolves(String host) {
    try {
      // Brackets of an IPv6 address are accepted.
      return InetAddress.getAllByName(host).length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
