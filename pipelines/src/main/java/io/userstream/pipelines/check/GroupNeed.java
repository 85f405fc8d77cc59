package io.userstream.pipelines.check;

import com.google.common.collect.ImmutableList;
import io.userstream.runloop.control.ControlOffsets;
import org.apache.kafka.common.acl.AclOperation;

/**
 * A consumer group that a command uses, and the right that it needs: the table in
 * docs/operations.md.
 *
 * @param without what does not work without the right; empty if the command fails
 */
record GroupNeed(String group, AclOperation right, String without) {
  /** Returns the groups of a command. */
  static ImmutableList<GroupNeed> of(Target target) {
    if (target.group().isEmpty()) {
      return ImmutableList.of();
    }
    String group = target.group().get();
    String control = ControlOffsets.groupPrefix(group);
    return switch (target.command()) {
      case STORE, REPLAY ->
          ImmutableList.of(
              new GroupNeed(group, AclOperation.READ, ""),
              new GroupNeed(
                  control,
                  AclOperation.READ,
                  "The job runs, but pause, resume and their maximum rate do not reach it"));
      case PAUSE, RESUME ->
          ImmutableList.of(
              new GroupNeed(group, AclOperation.DESCRIBE, ""),
              new GroupNeed(control, AclOperation.READ, ""));
      default -> ImmutableList.of(new GroupNeed(group, AclOperation.DESCRIBE, ""));
    };
  }
}
