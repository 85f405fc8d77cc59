package io.userstream.io.registry;

import java.io.Serializable;
import java.time.Duration;

/**
 * Time limits of a {@link RegistryLookup}.
 *
 * @param registry how long a lookup waits for a registry that is down; zero to fail immediately
 * @param unknownSchema how long a lookup retries before it returns that a schema is unknown; zero
 *     to disable the retry
 */
public record LookupPatience(Duration registry, Duration unknownSchema) implements Serializable {}
