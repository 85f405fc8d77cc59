/**
 * Users from the randomuser.me API: a splittable source of its pages, and a client that fetches
 * complete pages.
 */
package io.userstream.io.randomuser;
