/** Parts that all commands share: job, exit code, runner, log and result file. */
package io.userstream.pipelines.job;
