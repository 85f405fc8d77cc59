/** Tests of the documentation: its commands, links and form. */
package io.userstream.tests.docs;
