/** What all commands share: a job, its exit code, its runner, its log and its result file. */
package io.userstream.pipelines.job;
