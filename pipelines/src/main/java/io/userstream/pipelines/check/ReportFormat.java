package io.userstream.pipelines.check;

/** The format of the report. */
public enum ReportFormat {
  /** Aligned columns, and a last line with the counts. */
  TEXT,
  /** One JSON object. */
  JSON
}
