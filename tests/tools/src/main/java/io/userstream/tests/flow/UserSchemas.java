package io.userstream.tests.flow;

import io.userstream.model.UserAvro;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Schemas of the user in other versions of the project. */
public final class UserSchemas {
  private UserSchemas() {}

  /** Returns the schema of an older version, without these optional fields. */
  public static Schema without(String... names) {
    List<Schema.Field> fields = fields();
    fields.removeIf(field -> List.of(names).contains(field.name()));
    return schema(fields);
  }

  /** Returns the schema of a newer version with an additional optional text field. */
  public static Schema withOptional(String name) {
    List<Schema.Field> fields = fields();
    fields.add(
        new Schema.Field(
            name,
            SchemaBuilder.unionOf().nullType().and().stringType().endUnion(),
            null,
            Schema.Field.NULL_DEFAULT_VALUE));
    return schema(fields);
  }

  /**
   * Returns the JSON of a newer version with an additional optional field of a type that is defined
   * elsewhere.
   *
   * @param type the full name of the type
   */
  public static String withOptionalReference(String name, String type) {
    return schema(fields())
        .toString()
        .replaceFirst(
            "\\]}$",
            String.format(
                Locale.ROOT,
                ",{\"name\":\"%s\",\"type\":[\"null\",\"%s\"],\"default\":null}]}",
                name,
                type));
  }

  /** Returns a schema that renames a required field, from {@code email} to {@code mail}. */
  public static Schema incompatible() {
    List<Schema.Field> fields = fields();
    fields.replaceAll(
        field -> field.name().equals("email") ? new Schema.Field("mail", field.schema()) : field);
    return schema(fields);
  }

  private static List<Schema.Field> fields() {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : UserAvro.SCHEMA.getFields()) {
      fields.add(new Schema.Field(field, field.schema()));
    }
    return fields;
  }

  private static Schema schema(List<Schema.Field> fields) {
    return Schema.createRecord(
        UserAvro.SCHEMA.getName(), null, UserAvro.SCHEMA.getNamespace(), false, fields);
  }
}
