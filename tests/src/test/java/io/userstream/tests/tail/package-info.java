/** Tests of the command that shows what is in the topics. */
package io.userstream.tests.tail;
