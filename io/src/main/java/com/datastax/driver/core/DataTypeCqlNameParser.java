package com.datastax.driver.core;

import com.datastax.driver.core.exceptions.UnresolvedUserTypeException;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Replaces the driver's class of this name, which parses the types of every column and user-defined
 * type on the server. The only difference: a type that the driver does not know, such as {@code
 * vector<float, 3>}, is a custom type.
 *
 * <p>The driver's own class throws, and the driver then has no metadata of any keyspace, because of
 * one type of another application. The driver could ignore the metadata, but only through a builder
 * that CassandraIO does not expose, and then it would not know which node has a row.
 */
class DataTypeCqlNameParser {
  private static final ImmutableMap<String, DataType> NATIVE_TYPES =
      Stream.of(
              DataType.ascii(),
              DataType.bigint(),
              DataType.blob(),
              DataType.cboolean(),
              DataType.counter(),
              DataType.decimal(),
              DataType.cdouble(),
              DataType.cfloat(),
              DataType.inet(),
              DataType.cint(),
              DataType.text(),
              DataType.varchar(),
              DataType.timestamp(),
              DataType.date(),
              DataType.time(),
              DataType.uuid(),
              DataType.varint(),
              DataType.timeuuid(),
              DataType.tinyint(),
              DataType.smallint(),
              DataType.duration())
          .collect(ImmutableMap.toImmutableMap(DataType::toString, type -> type));

  private DataTypeCqlNameParser() {}

  /**
   * Parses a type of {@code system_schema}.
   *
   * @param keyspace of the type
   * @param current the user-defined types of the keyspace, by name
   * @param old types to use if they are not among the current ones; may be null
   * @param frozen whether the type is an argument of {@code frozen}
   * @param shallow whether to return only the names of user-defined types
   */
  static DataType parse(
      String type,
      Cluster cluster,
      String keyspace,
      Map<String, UserType> current,
      Map<String, UserType> old,
      boolean frozen,
      boolean shallow) {
    if (type.startsWith("'")) {
      return DataType.custom(type.substring(1, type.length() - 1));
    }
    int open = type.startsWith("\"") ? -1 : type.indexOf('<');
    if (open < 0) {
      DataType known = NATIVE_TYPES.get(type.toLowerCase(Locale.ROOT));
      return known != null
          ? known
          : type.equalsIgnoreCase("empty")
              ? DataType.custom(type)
              : userType(type, keyspace, current, old, frozen, shallow);
    }
    String name = type.substring(0, open).trim().toLowerCase(Locale.ROOT);
    boolean freezes = frozen || name.equals("frozen");
    List<String> arguments = arguments(type.substring(open + 1, type.lastIndexOf('>')));
    if (!isCollection(name, arguments.size())) {
      return DataType.custom(type);
    }
    List<DataType> types = new ArrayList<>();
    for (String argument : arguments) {
      types.add(parse(argument, cluster, keyspace, current, old, freezes, shallow));
    }
    return switch (name) {
      case "list" -> DataType.list(types.get(0), frozen);
      case "set" -> DataType.set(types.get(0), frozen);
      case "map" -> DataType.map(types.get(0), types.get(1), frozen);
      case "tuple" -> cluster.getMetadata().newTupleType(types);
      default -> types.get(0); // frozen
    };
  }

  private static boolean isCollection(String name, int arguments) {
    return switch (name) {
      case "list", "set", "frozen" -> arguments == 1;
      case "map" -> arguments == 2;
      case "tuple" -> arguments > 0;
      default -> false;
    };
  }

  private static DataType userType(
      String type,
      String keyspace,
      Map<String, UserType> current,
      Map<String, UserType> old,
      boolean frozen,
      boolean shallow) {
    String name = Metadata.handleId(type);
    if (shallow) {
      return new UserType.Shallow(keyspace, name, frozen);
    }
    UserType known = current == null ? null : current.get(name);
    if (known == null && old != null) {
      known = old.get(name);
    }
    if (known == null) {
      throw new UnresolvedUserTypeException(keyspace, type);
    }
    return known.copy(frozen);
  }

  /** Splits at the commas that are neither within brackets nor within quotes. */
  private static List<String> arguments(String text) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      if (quote != 0 && i < text.length()) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '<') {
        depth++;
      } else if (c == '>') {
        depth--;
      } else if (c == ',' && (depth == 0 || i == text.length())) {
        String argument = text.substring(start, i).trim();
        if (!argument.isEmpty()) {
          arguments.add(argument);
        }
        start = i + 1;
      }
    }
    return arguments;
  }
}
