package io.userstream.pipelines.check;

import com.google.common.collect.ImmutableSet;

/** The versions of Java that docs/compatibility.md lists as tested. */
final class JavaVersion {
  static final ImmutableSet<Integer> TESTED = ImmutableSet.of(17, 21);

  /** Spark 3.5 supports no later one. */
  static final ImmutableSet<Integer> TESTED_ON_SPARK = ImmutableSet.of(17);

  private JavaVersion() {}

  /**
   * Compares the version of this JVM.
   *
   * @param feature its first number
   */
  static void check(int feature, boolean onSpark, Findings findings) {
    if (!(onSpark ? TESTED_ON_SPARK : TESTED).contains(feature)) {
      findings.warning(
          "Java",
          "Java " + feature + " is not tested" + (onSpark ? " with Spark" : ""),
          "Use Java 17.");
    }
  }
}
