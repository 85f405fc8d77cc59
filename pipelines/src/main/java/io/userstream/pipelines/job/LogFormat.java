package io.userstream.pipelines.job;

/** How a command writes its log. */
public enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** One JSON object a line, by the Elastic Common Schema. */
  JSON
}
