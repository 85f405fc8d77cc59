/**
 * The randomuser.me API on loopback: serves a recorded page like the live service, with faults that
 * a test can switch on.
 */
package io.userstream.tests.api;
