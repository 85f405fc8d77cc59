/** The local stack for tests in other languages: addresses on stdout, questions on stdin. */
package io.userstream.tests.servers;
