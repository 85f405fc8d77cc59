package io.userstream.tests.docs;

import java.util.List;

/** The sections whose commands {@link WorkedExamplesIT} runs. */
final class WorkedSections {
  private static final String OPERATIONS = "docs/operations.md";
  private static final String RECONCILE = "docs/reconcile.md";

  /** The pages whose commands are run, or listed in {@link NotRun}. */
  static final List<String> PAGES = List.of(OPERATIONS, RECONCILE);

  static final PageSection CHECK = new PageSection(OPERATIONS, "Checking before a job runs");
  static final PageSection REPLAY = new PageSection(OPERATIONS, "Replay");
  static final PageSection REDRIVE = new PageSection(OPERATIONS, "Redrive");
  static final PageSection ERASE = new PageSection(OPERATIONS, "Erase");
  static final PageSection PAUSE = new PageSection(OPERATIONS, "Pausing and limiting a store");
  static final PageSection BACK_OFF =
      new PageSection(OPERATIONS, "Backing off for other users of Cassandra");
  static final PageSection COMPARE = new PageSection(RECONCILE, "Reconciliation");
  static final PageSection REPAIR = new PageSection(RECONCILE, "Repair");
  static final PageSection CONTINUOUS = new PageSection(RECONCILE, "Continuous reconciliation");

  static final List<PageSection> ALL =
      List.of(CHECK, REPLAY, REDRIVE, ERASE, PAUSE, BACK_OFF, COMPARE, REPAIR, CONTINUOUS);

  private WorkedSections() {}
}
