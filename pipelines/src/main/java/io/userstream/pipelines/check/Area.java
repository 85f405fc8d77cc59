package io.userstream.pipelines.check;

/** The areas of a report, in its order. */
enum Area {
  OPTIONS("options"),
  RUNNER("runner"),
  API("API"),
  KAFKA("Kafka"),
  TOPICS("topics"),
  REGISTRY("registry"),
  CASSANDRA("Cassandra"),
  POSTGRESQL("PostgreSQL"),
  CLOCKS("clocks");

  private final String title;

  Area(String title) {
    this.title = title;
  }

  /** Returns its name in reports. */
  String title() {
    return title;
  }
}
