/** Tests of the documentation: its commands, its links and its form. */
package io.userstream.tests.docs;
