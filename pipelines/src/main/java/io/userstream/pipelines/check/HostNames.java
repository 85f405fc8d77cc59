package io.userstream.pipelines.check;

import io.userstream.io.options.ThisHost;
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
    List<String> unknown = hosts.stream().filter(host -> !ThisHost.resolves(host)).toList();
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
}
