/** Tests of the simulator, and a few thousand schedules. */
package io.userstream.tests.simulate;
