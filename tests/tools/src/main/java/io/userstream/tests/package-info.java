/** What runs Userstream against real servers: the local stack, integration tests, benchmarks. */
package io.userstream.tests;
