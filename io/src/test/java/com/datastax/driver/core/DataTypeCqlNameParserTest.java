package com.datastax.driver.core;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import com.datastax.driver.core.exceptions.UnresolvedUserTypeException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Compares our parser with the driver's class that it replaces, which is in the driver's jar. */
public class DataTypeCqlNameParserTest {
  private static final List<String> KNOWN_TO_THE_DRIVER =
      List.of(
          "ascii",
          "bigint",
          "blob",
          "boolean",
          "counter",
          "decimal",
          "double",
          "float",
          "inet",
          "int",
          "text",
          "varchar",
          "timestamp",
          "date",
          "time",
          "uuid",
          "varint",
          "timeuuid",
          "tinyint",
          "smallint",
          "duration",
          "Text",
          "empty",
          "'org.apache.cassandra.db.marshal.Whatever(a<b,c>)'",
          "list<int>",
          "frozen<list<int>>",
          "set<text>",
          "map<text, frozen<list<uuid>>>",
          "map<text,map<int,frozen<set<blob>>>>",
          "list<frozen<doc>>",
          "doc",
          "\"Doc <1>\"",
          "map<text, frozen<\"Doc <1>\">>");

  @Test
  public void typesThatTheDriverKnowsAreParsedAsByTheDriver() throws Exception {
    for (String type : KNOWN_TO_THE_DRIVER) {
      assertThat(type, describe(parse(type)), is(parsedByTheDriver(type)));
    }
  }

  @Test
  public void typesThatTheDriverDoesNotKnowAreCustomTypes() {
    for (String type : List.of("vector<float, 3>", "vector<frozen<doc>, 2>", "later<int>")) {
      assertThat(parse(type), is(DataType.custom(type)));
    }
    assertThat(
        parse("map<text, vector<float, 3>>"),
        is(DataType.map(DataType.text(), DataType.custom("vector<float, 3>"))));
  }

  @Test
  public void userDefinedTypesAreLookedUp() {
    UserType doc =
        new UserType(
            "ks", "doc", false, List.of(), ProtocolVersion.V4, CodecRegistry.DEFAULT_INSTANCE);

    DataType frozen =
        DataTypeCqlNameParser.parse(
            "frozen<doc>", null, "ks", Map.of(), Map.of("doc", doc), false, false);

    assertThat(frozen, is(doc.copy(true)));
    assertThat(frozen.isFrozen(), is(true));
    assertThrows(
        UnresolvedUserTypeException.class,
        () ->
            DataTypeCqlNameParser.parse(
                "list<other>", null, "ks", Map.of(), Map.of("doc", doc), false, false));
  }

  private static DataType parse(String type) {
    return DataTypeCqlNameParser.parse(type, null, "ks", null, null, false, true);
  }

  private static String describe(Object type) throws ReflectiveOperationException {
    StringBuilder text = new StringBuilder();
    if (type.getClass().getSimpleName().equals("Shallow")) {
      text.append(field(type, "keyspaceName")).append('.').append(field(type, "typeName"));
    } else if (type.getClass().getSimpleName().equals("CustomType")) {
      text.append(type);
    } else {
      text.append(call(type, "getName"));
    }
    text.append(call(type, "isFrozen")).append('(');
    for (Object argument : (List<?>) call(type, "getTypeArguments")) {
      text.append(describe(argument)).append(',');
    }
    return text.append(')').toString();
  }

  private static Object call(Object type, String getter) throws ReflectiveOperationException {
    Method method = type.getClass().getMethod(getter);
    method.setAccessible(true);
    return method.invoke(type);
  }

  private static Object field(Object type, String name) throws ReflectiveOperationException {
    var field = type.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(type);
  }

  private static String parsedByTheDriver(String type) throws Exception {
    URL jar = Cluster.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader driver = new DriverFirst(jar)) {
      Class<?> parser = driver.loadClass(DataTypeCqlNameParser.class.getName());
      Method parse =
          parser.getDeclaredMethod(
              "parse",
              String.class,
              driver.loadClass(Cluster.class.getName()),
              String.class,
              Map.class,
              Map.class,
              boolean.class,
              boolean.class);
      parse.setAccessible(true);
      return describe(parse.invoke(null, type, null, "ks", null, null, false, true));
    }
  }

  /** Loads the driver's classes from its jar, not those that replace them. */
  private static final class DriverFirst extends URLClassLoader {
    DriverFirst(URL jar) {
      super(new URL[] {jar}, DataTypeCqlNameParserTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("com.datastax.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }
}
