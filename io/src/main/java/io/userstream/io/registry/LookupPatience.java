package io.userstream.io.registry;

import java.io.Serializable;
import java.time.Duration;

/**
 * Time limits of a {@link RegistryLookup}.
 *
 * @param registry how long a lookup waits for a registry that is down; zero to fail at once
 * @param unknownSchema how long a lookup asks again for a schema that the registry does not know
 *     before it believes the answer; zero to believe it at once
 */
public record LookupPatience(Duration registry, Duration unknownSchema) implements Serializable {}
