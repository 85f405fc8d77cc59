package io.userstream.pipelines.job;

/** The format of a command's log. */
public enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** One JSON object a line, by the Elastic Common Schema. */
  JSON
}
