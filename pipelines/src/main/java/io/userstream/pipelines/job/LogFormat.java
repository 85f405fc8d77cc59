package io.userstream.pipelines.job;

/** The format of a command's log. */
public enum LogFormat {
  /** Plain lines. */
  TEXT,
  /** One JSON object per line (Elastic Common Schema). */
  JSON
}
