/**
 * Programs that run Userstream on real servers: the demo, the fault matrix, benchmarks and the
 * simulator.
 */
package io.userstream.tests;
