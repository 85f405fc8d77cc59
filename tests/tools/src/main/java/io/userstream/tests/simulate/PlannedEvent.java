package io.userstream.tests.simulate;

/**
 * Something that happens to the world at a moment that the seed decides.
 *
 * @param atMs when, in milliseconds since the start
 * @param kind what happens
 * @param target which driver, or which partition
 * @param amount how much, where the kind has an amount
 * @param millis how long, where the kind has a duration
 * @param salt seeds what else is left to chance in it
 */
record PlannedEvent(long atMs, Kind kind, int target, int amount, long millis, long salt) {
  /** What can happen. */
  enum Kind {
    /** A batch of records with one timestamp, {@code amount} of them. */
    APPEND("append %2$d records to partition %1$d"),
    /**
     * A batch with one timestamp over {@code amount} offsets, of which a few have records, followed
     * within milliseconds by a newer state of the last one.
     */
    BURST("append a burst of %2$d offsets to partition %1$d, then a newer state"),
    /** A transaction that is open for a while. */
    TRANSACTION("open a transaction in partition %1$d for %3$d ms"),
    COMPACT("compact partition %1$d"),
    /** Deletes the oldest records, stored or not. */
    RETENTION("retention deletes the oldest records of partition %1$d"),
    /** An unclean election: the newest {@code amount} records are lost. */
    TRUNCATE("an unclean election truncates partition %1$d by %2$d records"),
    /** A clean election of a leader whose clock is {@code millis} off. */
    ELECTION("a new leader of partition %1$d, its clock off by %3$d ms"),
    /** The topic is deleted and, after a while, created and filled with {@code amount} records. */
    RECREATE("delete the topic; recreate it after %3$d ms with %2$d records"),
    ADD_PARTITION("add a partition"),
    KILL("kill driver %1$d, restart it after %3$d ms"),
    STOP("stop driver %1$d by SIGTERM, restart it after %3$d ms"),
    /** As {@code kill -STOP} does it; in the middle of a call, or between two. */
    SUSPEND("suspend driver %1$d for %3$d ms"),
    /** The group removes a member that lives. */
    FENCE("fence driver %1$d out"),
    REBALANCE("move partitions between drivers"),
    /** The commit is made, its response is lost. */
    COMMIT_RESPONSE_LOST("driver %1$d: the next commit's response is lost"),
    COMMIT_LOST("driver %1$d: the next commit is lost"),
    /** The commit is made after the driver has stopped waiting for it. */
    COMMIT_LATE("driver %1$d: the next commit arrives %3$d ms late"),
    /** A slow answer to one of the next calls to Kafka. */
    SLOW_CALL("driver %1$d: one of the next calls takes %3$d ms"),
    SILENCE("the brokers are silent for %3$d ms"),
    RUN_FAILS("driver %1$d: the next run fails after some of its writes"),
    /** Its writes go on after it was declared failed. */
    RUN_FAILS_AND_WRITES_LATE("driver %1$d: the next run fails and writes the rest %3$d ms later"),
    RUN_HANGS("driver %1$d: the next run hangs"),
    RUN_SLOW("driver %1$d: the next run takes %3$d ms"),
    /** Done, and then a forgotten attempt writes all of it once more. */
    RUN_WRITES_TWICE("driver %1$d: the next run is done, and writes again %3$d ms later"),
    /** A fault that no retry can fix. */
    TABLE_MISSING("driver %1$d: the next run finds no table"),
    SINK_OUTAGE("the sink is down for %3$d ms"),
    /** A person sets the group's offsets to the earliest ones. */
    RESET("a person resets the offsets to the earliest"),
    /** A person sets an offset that the log does not have yet. */
    RESET_BEYOND("a person sets the offset of partition %1$d to %2$d beyond the end");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  @Override
  public String toString() {
    return String.format(java.util.Locale.ROOT, kind.text, target, amount, millis);
  }
}
