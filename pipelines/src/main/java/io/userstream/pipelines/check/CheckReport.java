package io.userstream.pipelines.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Strings;
import io.userstream.pipelines.job.ExitCode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The report of a check. Immutable.
 *
 * @param command the checked command
 */
record CheckReport(String command, List<Finding> findings) {
  CheckReport {
    findings = List.copyOf(findings);
  }

  /** Returns 1 if there is an error. Warnings do not count. */
  int exitCode() {
    return count(Level.ERROR) > 0 ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** Returns the report in a format, with a line break at its end. */
  String in(ReportFormat format) {
    return format == ReportFormat.JSON ? json() : text();
  }

  private String text() {
    int areas = width(finding -> finding.area().title());
    int subjects = width(Finding::subject);
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      String start =
          Strings.padEnd(finding.level().code(), "warning".length() + 2, ' ')
              + Strings.padEnd(finding.area().title(), areas + 2, ' ')
              + Strings.padEnd(finding.subject(), subjects + 2, ' ');
      text.append(start).append(finding.value()).append('\n');
      if (!finding.fix().isEmpty()) {
        text.append(" ".repeat(start.length())).append(finding.fix()).append('\n');
      }
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "check: %d ok, %s, %s%n",
                count(Level.OK),
                plural(count(Level.WARNING), "warning"),
                plural(count(Level.ERROR), "error")))
        .toString();
  }

  private String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("command", command);
    for (Level level : Level.values()) {
      report.put(level.code(), count(level));
    }
    report.put("findings", findings.stream().map(CheckReport::members).toList());
    try {
      return new ObjectMapper().writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> members(Finding finding) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("area", finding.area().title());
    members.put("subject", finding.subject());
    members.put("level", finding.level().code());
    members.put("value", finding.value());
    members.put("fix", finding.fix());
    return members;
  }

  private long count(Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  private int width(Function<Finding, String> column) {
    return findings.stream().mapToInt(finding -> column.apply(finding).length()).max().orElse(0);
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
