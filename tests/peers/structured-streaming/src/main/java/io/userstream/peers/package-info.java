/** Jobs that {@code store} is compared with in benchmarks, without code of this project. */
package io.userstream.peers;
