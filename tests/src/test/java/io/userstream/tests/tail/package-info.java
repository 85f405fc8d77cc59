/** Tests of {@code userstream tail}. */
package io.userstream.tests.tail;
