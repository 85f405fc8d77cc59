/** Tests of {@code userstream check}. */
package io.userstream.tests.check;
