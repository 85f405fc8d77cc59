package io.userstream.tests.simulate;

import java.util.Locale;

/**
 * An event at a moment that the seed decides.
 *
 * @param atMs milliseconds since the start
 * @param kind the kind of event
 * @param target the number of a driver or a partition
 * @param amount an amount, for kinds that have one
 * @param millis a duration, for kinds that have one
 * @param salt seed for other random decisions of the event
 */
record PlannedEvent(long atMs, Kind kind, int target, int amount, long millis, long salt) {
  /** The kinds of events. */
  enum Kind {
    /** A batch of {@code amount} records with one timestamp. */
    APPEND("append %2$d records to partition %1$d"),
    /**
     * A batch with one timestamp over {@code amount} offsets with few records, followed within
     * milliseconds by a newer state of the last record.
     */
    BURST("append a burst of %2$d offsets to partition %1$d, then a newer state"),
    /** A transaction that stays open for a while. */
    TRANSACTION("open a transaction in partition %1$d for %3$d ms"),
    COMPACT("compact partition %1$d"),
    /** Deletes the oldest records, stored or not. */
    RETENTION("retention deletes the oldest records of partition %1$d"),
    /** An unclean election that loses the newest {@code amount} records. */
    TRUNCATE("an unclean election truncates partition %1$d by %2$d records"),
    /** A clean election of a leader whose clock is off by {@code millis}. */
    ELECTION("a new leader of partition %1$d, its clock off by %3$d ms"),
    /** Deletes the topic, later recreates it, and fills it with {@code amount} records. */
    RECREATE("delete the topic; recreate it after %3$d ms with %2$d records"),
    ADD_PARTITION("add a partition"),
    KILL("kill driver %1$d, restart it after %3$d ms"),
    STOP("stop driver %1$d by SIGTERM, restart it after %3$d ms"),
    /** Works like {@code kill -STOP}, during a call or between two calls. */
    SUSPEND("suspend driver %1$d for %3$d ms"),
    /** The group removes a live member. */
    FENCE("fence driver %1$d out"),
    REBALANCE("move partitions between drivers"),
    /** The commit succeeds, but its response is lost. */
    COMMIT_RESPONSE_LOST("driver %1$d: the next commit's response is lost"),
    COMMIT_LOST("driver %1$d: the next commit is lost"),
    /** The commit succeeds after the driver has stopped waiting for it. */
    COMMIT_LATE("driver %1$d: the next commit arrives %3$d ms late"),
    /** A slow response to one of the next calls to Kafka. */
    SLOW_CALL("driver %1$d: one of the next calls takes %3$d ms"),
    SILENCE("the brokers are silent for %3$d ms"),
    RUN_FAILS("driver %1$d: the next run fails after some of its writes"),
    /** The run continues to write after it was declared failed. */
    RUN_FAILS_AND_WRITES_LATE("driver %1$d: the next run fails and writes the rest %3$d ms later"),
    RUN_HANGS("driver %1$d: the next run hangs"),
    RUN_SLOW("driver %1$d: the next run takes %3$d ms"),
    /** The run is done, and then a forgotten attempt writes everything again. */
    RUN_WRITES_TWICE("driver %1$d: the next run is done, and writes again %3$d ms later"),
    /** A fatal fault. */
    TABLE_MISSING("driver %1$d: the next run finds no table"),
    SINK_OUTAGE("the sink is down for %3$d ms"),
    /** An operator sets the group's offsets to the earliest ones. */
    RESET("an operator resets the offsets to the earliest"),
    /** An operator sets an offset beyond the end of the log. */
    RESET_BEYOND("an operator sets the offset of partition %1$d to %2$d beyond the end"),
    PAUSE("an operator pauses the group for %3$d ms"),
    LIMIT("an operator limits the group to %2$d records a second for %3$d ms");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns whether it is an order to the drivers. */
    boolean isOrder() {
      return this == PAUSE || this == LIMIT;
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, kind.text, target, amount, millis);
  }
}
