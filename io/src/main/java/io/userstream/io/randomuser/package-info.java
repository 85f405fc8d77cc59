/**
 * Users from the randomuser.me API: a splittable source over its pages, and the client that gets a
 * whole page or says why it cannot be had.
 */
package io.userstream.io.randomuser;
