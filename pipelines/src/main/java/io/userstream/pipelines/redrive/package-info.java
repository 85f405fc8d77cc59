/** The redrive command: processes dead letters again. */
package io.userstream.pipelines.redrive;
