/** The erase command: removes users from everywhere. */
package io.userstream.pipelines.erase;
