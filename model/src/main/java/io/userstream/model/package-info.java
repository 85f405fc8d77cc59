/**
 * What a user is: the values, how they are parsed from the API and from Kafka, and what makes one
 * acceptable. Nothing here knows a server or a runner.
 */
package io.userstream.model;
