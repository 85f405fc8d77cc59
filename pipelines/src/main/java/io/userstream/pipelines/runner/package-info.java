/** What the jobs need of the runner that they run on: DirectRunner, or Spark with its cluster. */
package io.userstream.pipelines.runner;
