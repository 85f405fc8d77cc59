package io.userstream.pipelines.check;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects the findings of one check. Thread-safe: the check may be read while it still runs. */
final class Findings {
  private final Area area;
  private final List<Finding> found;

  Findings(Area area) {
    this(area, new CopyOnWriteArrayList<>());
  }

  private Findings(Area area, List<Finding> found) {
    this.area = area;
    this.found = found;
  }

  /** Returns a view that adds to the same list, in another area. */
  Findings in(Area other) {
    return new Findings(other, found);
  }

  void ok(String subject, String value) {
    add(Level.OK, subject, value, "");
  }

  void warning(String subject, String value, String fix) {
    add(Level.WARNING, subject, value, fix);
  }

  void error(String subject, String value, String fix) {
    add(Level.ERROR, subject, value, fix);
  }

  void add(Level level, String subject, String value, String fix) {
    found.add(new Finding(area, subject, level, value, fix));
  }

  /** A part of a check, whose failure does not hide the others. */
  interface Part {
    void run() throws Exception;
  }

  /**
   * Runs a part, and turns its failure into an error.
   *
   * @throws InterruptedException if the time limit has ended the check
   */
  void part(String subject, Part part) throws InterruptedException {
    try {
      part.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError e) {
      error(subject, Failure.value(e), Failure.fix(e));
    }
  }

  /** Returns the findings so far. */
  List<Finding> list() {
    return List.copyOf(found);
  }
}
