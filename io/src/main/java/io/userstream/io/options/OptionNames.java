package io.userstream.io.options;

import java.util.Set;

/**
 * The names of options that a command line, the environment and an options file may set.
 *
 * @param command the name of the command
 * @param own the options of the command
 * @param known {@code own} and Beam's options
 * @param ofAllCommands the options of all commands, which one options file may contain
 */
public record OptionNames(
    String command, Set<String> own, Set<String> known, Set<String> ofAllCommands) {}
