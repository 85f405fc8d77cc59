/** The parts that all commands share: a job, its exit code, runner, log and result file. */
package io.userstream.pipelines.job;
