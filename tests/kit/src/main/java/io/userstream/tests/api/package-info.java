/**
 * The randomuser.me API on loopback: a recorded page, served as the live service serves it, with
 * faults that a test switches on.
 */
package io.userstream.tests.api;
