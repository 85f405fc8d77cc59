package io.userstream.tests.flow;

import io.userstream.model.UserAvro;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Schemas of the user as other versions of the project may have them. */
public final class UserSchemas {
  private UserSchemas() {}

  /** Of an older version, which did not know these optional fields yet. */
  public static Schema without(String... names) {
    List<Schema.Field> fields = fields();
    fields.removeIf(field -> List.of(names).contains(field.name()));
    return schema(fields);
  }

  /** Of a newer version, with one more optional field, a text. */
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

  /** Of somebody who gave a required field another name, {@code mail} for {@code email}. */
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
