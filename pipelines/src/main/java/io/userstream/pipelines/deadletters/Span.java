package io.userstream.pipelines.deadletters;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The time over which reasons are counted, in equal intervals. */
enum Span {
  HOUR(12, Duration.ofMinutes(5), "HH:mm"),
  DAY(12, Duration.ofHours(2), "HH:mm"),
  WEEK(7, Duration.ofDays(1), "MM-dd");

  private final int intervals;
  private final Duration interval;
  private final DateTimeFormatter format;

  Span(int intervals, Duration interval, String format) {
    this.intervals = intervals;
    this.interval = interval;
    this.format = DateTimeFormatter.ofPattern(format, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  Duration interval() {
    return interval;
  }

  /** Returns the begins of the intervals, the oldest first. The last one contains now. */
  List<Instant> starts(Instant now) {
    long length = interval.toSeconds();
    long last = Math.floorDiv(now.getEpochSecond(), length);
    return IntStream.rangeClosed(1, intervals)
        .mapToObj(i -> Instant.ofEpochSecond((last - intervals + i) * length))
        .toList();
  }

  /** Returns the begin of an interval for people, in UTC. */
  String label(Instant start) {
    return format.format(start);
  }

  /** Returns the name in addresses. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
