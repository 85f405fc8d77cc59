package io.userstream.pipelines.check;

import com.google.common.collect.ImmutableList;
import io.userstream.io.kafka.TopicSpec;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;

/**
 * A topic that a command uses, and the rights that it needs: the table in docs/operations.md.
 *
 * @param spec the name and the configuration that setup would give it
 * @param rights without which the command fails
 * @param helpful rights without which the command checks less
 */
record TopicNeed(
    TopicSpec spec, ImmutableList<AclOperation> rights, ImmutableList<AclOperation> helpful) {
  /** Returns the topics of a command, the users topic first. */
  static ImmutableList<TopicNeed> of(Target target) {
    ImmutableList.Builder<TopicNeed> all = ImmutableList.builder();
    all.addAll(always(target));
    if (target.hasErasureList()) {
      all.add(erasures(target));
    }
    return all.build();
  }

  private static TopicNeed erasures(Target target) {
    TopicSpec erasures = TopicSpec.erasures(target.topic().erasures());
    return switch (target.command()) {
      case SETUP -> needs(erasures, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
      case ERASE -> needs(erasures, AclOperation.READ, AclOperation.WRITE);
      default -> needs(erasures, AclOperation.READ);
    };
  }

  private static ImmutableList<TopicNeed> always(Target target) {
    TopicSpec users = TopicSpec.users(target.topic().name());
    TopicSpec dead = TopicSpec.deadLetters(target.topic().deadLetters());
    TopicNeed writesUsers = needs(users, AclOperation.WRITE);
    TopicNeed storesDead = needs(dead, AclOperation.READ, AclOperation.WRITE);
    TopicNeed inspectsUsers =
        new TopicNeed(
            users,
            ImmutableList.of(AclOperation.READ),
            ImmutableList.of(AclOperation.DESCRIBE_CONFIGS));
    return switch (target.command()) {
      case SETUP ->
          ImmutableList.of(
              needs(users, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS),
              needs(dead, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS));
      case INGEST ->
          target.rawStore().isPresent()
              ? ImmutableList.of(writesUsers, storesDead)
              : ImmutableList.of(writesUsers);
      case PUBLISH -> ImmutableList.of(writesUsers, storesDead);
      case STORE, REPLAY -> ImmutableList.of(inspectsUsers, storesDead);
      case REDRIVE ->
          ImmutableList.of(
              target.rawStore().isPresent()
                  ? new TopicNeed(
                      users,
                      ImmutableList.of(AclOperation.READ, AclOperation.WRITE),
                      inspectsUsers.helpful())
                  : inspectsUsers,
              storesDead);
      case ERASE ->
          ImmutableList.of(
              new TopicNeed(
                  users,
                  ImmutableList.of(AclOperation.READ, AclOperation.WRITE),
                  inspectsUsers.helpful()),
              new TopicNeed(
                  dead,
                  ImmutableList.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE),
                  ImmutableList.of(AclOperation.DESCRIBE_CONFIGS)));
      case PAUSE, RESUME -> ImmutableList.of(needs(users, AclOperation.READ));
      case RECONCILE -> ImmutableList.of(inspectsUsers, needs(dead, AclOperation.READ));
      case TAIL ->
          ImmutableList.of(needs(target.readsDeadLetters() ? dead : users, AclOperation.READ));
    };
  }

  private static TopicNeed needs(TopicSpec spec, AclOperation... rights) {
    return new TopicNeed(spec, ImmutableList.copyOf(rights), ImmutableList.of());
  }

  String topic() {
    return spec.name();
  }

  /** Returns the rights that are missing among the given ones. */
  static List<String> missing(List<AclOperation> needed, Iterable<AclOperation> granted) {
    List<AclOperation> given = ImmutableList.copyOf(granted);
    return needed.stream().filter(right -> !given.contains(right)).map(Enum::name).toList();
  }
}
