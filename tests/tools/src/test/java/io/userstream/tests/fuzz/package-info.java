/** Tests of the fuzzer, and a short run of it. */
package io.userstream.tests.fuzz;
