/**
 * The local stack for tests in other languages: prints addresses to stdout, and answers requests on
 * stdin.
 */
package io.userstream.tests.servers;
