package io.userstream.tests.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command in a shell block of a page.
 *
 * @param place the page and the line
 * @param words the program and its arguments, without quotes, comments and redirections
 */
public record DocumentedCommand(String place, List<String> words) {
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_]+)=(.*)");
  private static final Pattern WORD =
      Pattern.compile("\\|\\||&&|\\||;|(?:[^\\s|;&'\"]|&(?!&)|'[^']*'|\"[^\"]*\")+");

  /**
   * Returns the commands in a page's {@code sh} blocks. Each command of a pipe counts separately.
   */
  public static List<DocumentedCommand> in(String page) {
    return in(page, Pages.text(page));
  }

  static List<DocumentedCommand> in(String page, String markdown) {
    List<DocumentedCommand> commands = new ArrayList<>();
    Map<String, String> variables = new HashMap<>();
    boolean shell = false;
    int number = 0;
    StringBuilder open = new StringBuilder();
    for (String line : markdown.split("\n", -1)) {
      number++;
      if (line.strip().startsWith("```")) {
        shell = line.strip().equals("```sh");
        variables.clear();
      } else if (shell) {
        if (line.endsWith("\\")) {
          open.append(line, 0, line.length() - 1);
        } else if (line.endsWith("|")) {
          open.append(line);
        } else {
          split(page + ":" + number, open + line, variables, commands);
          open.setLength(0);
        }
      }
    }
    return commands;
  }

  private static void split(
      String place, String line, Map<String, String> variables, List<DocumentedCommand> commands) {
    String expanded = line;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      expanded = expanded.replace("$" + variable.getKey(), variable.getValue());
    }
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(expanded);
    while (word.find()) {
      String text = word.group();
      if (text.startsWith("#")) {
        break;
      }
      if (text.matches("\\|\\||&&|\\||;")) {
        add(place, words, variables, commands);
        words = new ArrayList<>();
      } else if (!text.matches("[0-9]?>.*")) {
        words.add(text.replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"));
      }
    }
    add(place, words, variables, commands);
  }

  /** Remembers assignments, and adds the command after them if there is one. */
  private static void add(
      String place,
      List<String> words,
      Map<String, String> variables,
      List<DocumentedCommand> commands) {
    int first = 0;
    for (; first < words.size(); first++) {
      Matcher assignment = ASSIGNMENT.matcher(words.get(first));
      if (!assignment.matches()) {
        break;
      }
      variables.put(assignment.group(1), assignment.group(2));
    }
    if (first < words.size()) {
      commands.add(new DocumentedCommand(place, List.copyOf(words.subList(first, words.size()))));
    }
  }
}
