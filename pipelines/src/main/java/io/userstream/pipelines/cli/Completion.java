package io.userstream.pipelines.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.options.OptionProperty;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Generates completion scripts for shells from the same options as {@code --help}. */
final class Completion {
  /** Commands of the script {@code ./userstream} that are not in the jar. */
  static final ImmutableList<String> OF_SCRIPT =
      ImmutableList.of(
          "up",
          "status",
          "logs",
          "down",
          "demo",
          "test",
          "faults",
          "simulate",
          "fuzz",
          "bench",
          "soak",
          "servers");

  private static final ImmutableList<String> OF_EVERY_COMMAND =
      ImmutableList.of("--help", "--options=", "--verbose");

  /** The scripts by the name of the shell. */
  static final ImmutableMap<String, String> SHELLS = ImmutableMap.of("bash", bash(), "zsh", zsh());

  /** Options whose values are files. */
  private static final String FILES = "*\" --options\"|*\" --kafkaConfig\"|*\" --resultFile\"";

  private Completion() {}

  private static String bash() {
    return """
    # Completion of userstream for bash; made by "userstream completion bash".
    _userstream() {
      local line=${COMP_LINE:0:COMP_POINT} command=${COMP_WORDS[1]:-} options='' values='' prefix=''
      local word=${line##*[[:space:]]}
      COMPREPLY=()
      if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W '@commands@' -- "$word"))
        return
      fi
      if [[ $command == options && $line =~ --show[=[:space:]]+([a-z]+)[[:space:]] ||
            $command == check && $line =~ --for=([a-z]+)[[:space:]] ]]; then
        command=${BASH_REMATCH[1]}
      elif [[ $command == options && $line =~ --show[[:space:]]+[a-z]*$ ]]; then
        COMPREPLY=($(compgen -W '@jobs@' -- "$word"))
        return
      fi
      case $command in
    @options@
      esac
      if [[ $word == --*=* ]]; then
        # bash replaces the whole word, or only what follows "=" if that separates words.
        [[ $COMP_WORDBREAKS == *=* ]] || prefix=${word%%=*}=
        case "$command ${word%%=*}" in
          @files@) COMPREPLY=($(compgen -P "$prefix" -f -- "${word#*=}")) && return ;;
    @values@
        esac
        COMPREPLY=($(compgen -P "$prefix" -W "$values" -- "${word#*=}"))
        return
      fi
      COMPREPLY=($(compgen -W "$options" -- "$word"))
      if [[ ${COMPREPLY[0]:-} == *= ]]; then
        compopt -o nospace 2>/dev/null
      fi
    }
    complete -F _userstream userstream ./userstream
    """
        .replace("@commands@", commands())
        .replace("@jobs@", String.join(" ", Commands.names()))
        .replace("@options@", cases("    %s) options='%s' ;;"))
        .replace("@files@", FILES)
        .replace("@values@", valueCases("      \"%s\") values='%s' ;;"));
  }

  private static String zsh() {
    return """
#compdef userstream
# Completion of userstream for zsh, to be read after compinit; made by "userstream completion zsh".
_userstream() {
  local word=$PREFIX command=${words[2]}
  # Not "commands", "jobs" and "options": zsh has parameters of these names.
  local -a all_names job_names option_names values
  all_names=(@commands@)
  job_names=(@jobs@)
  if ((CURRENT == 2)); then
    compadd -a all_names
    return
  fi
  if [[ $command == options && ${words[3]} == --show ]]; then
    if ((CURRENT == 4)); then
      compadd -a job_names
      return
    fi
    command=${words[4]}
  elif [[ $command == options && ${words[3]} == --show=* && CURRENT -gt 3 ]]; then
    command=${words[3]#*=}
  elif [[ $command == check && ${words[3]} == --for=* && CURRENT -gt 3 ]]; then
    command=${words[3]#*=}
  fi
  case $command in
@options@
  esac
  if [[ $word == --*=* ]]; then
    compset -P '*='
    case "$command ${word%%=*}" in
      @files@) _files && return ;;
@values@
    esac
    compadd -a values
    return
  fi
  compadd -S '' -- ${(M)option_names:#*=}
  compadd -- ${option_names:#*=}
}
compdef _userstream userstream ./userstream
"""
        .replace("@commands@", commands())
        .replace("@jobs@", String.join(" ", Commands.names()))
        .replace("@options@", cases("    %s) option_names=(%s) ;;"))
        .replace("@files@", FILES)
        .replace("@values@", valueCases("      \"%s\") values=(%s) ;;"));
  }

  private static String commands() {
    return Stream.concat(Commands.names().stream(), OF_SCRIPT.stream())
        .collect(Collectors.joining(" "));
  }

  private static String cases(String format) {
    return lines(command -> String.format(Locale.ROOT, format, command.name(), options(command)));
  }

  private static String options(Command<?> command) {
    if (command.name().equals(Commands.COMPLETION)) {
      return "bash zsh";
    }
    return Stream.concat(
            command.options().values().stream()
                .map(option -> "--" + option.name() + (option.isBoolean() ? "" : "=")),
            OF_EVERY_COMMAND.stream())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static String valueCases(String format) {
    return lines(
        command ->
            command.options().entrySet().stream()
                .filter(option -> !values(option).isEmpty())
                .map(
                    option ->
                        String.format(
                            Locale.ROOT,
                            format,
                            command.name() + " --" + option.getKey(),
                            values(option)))
                .collect(Collectors.joining("\n")));
  }

  private static String values(Map.Entry<String, OptionProperty> option) {
    return option.getKey().equals("show")
        ? String.join(" ", Commands.names())
        : String.join(" ", option.getValue().values());
  }

  private static String lines(Function<Command<?>, String> line) {
    return Commands.ALL.stream()
        .map(line)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
