/** What {@code store} is measured against: jobs that are not made of this project's code. */
package io.userstream.peers;
