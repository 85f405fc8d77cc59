package io.userstream.io.options;

import com.google.common.base.CaseFormat;
import com.google.common.base.Splitter;
import java.util.List;
import java.util.Set;

/** Accepts {@code --show-personal-data} as {@code --showPersonalData}. */
final class OptionSpelling {
  private OptionSpelling() {}

  /** Returns the arguments with known option names converted to camel case. */
  static List<String> inCamelCase(List<String> args, Set<String> known) {
    return args.stream().map(arg -> inCamelCase(arg, known)).toList();
  }

  private static String inCamelCase(String arg, Set<String> known) {
    if (!arg.startsWith("--")) {
      return arg;
    }
    String name = Splitter.on('=').splitToList(arg.substring(2)).get(0);
    String camel = CaseFormat.LOWER_HYPHEN.to(CaseFormat.LOWER_CAMEL, name);
    return !known.contains(name) && known.contains(camel)
        ? "--" + camel + arg.substring(2 + name.length())
        : arg;
  }
}
