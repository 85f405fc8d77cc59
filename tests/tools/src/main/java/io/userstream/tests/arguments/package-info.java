/** Parses the command lines of the programs. */
package io.userstream.tests.arguments;
