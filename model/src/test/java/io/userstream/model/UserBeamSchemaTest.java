package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaCoder;
import org.apache.beam.sdk.schemas.SchemaRegistry;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Tests the Beam schemas and coders of the values. */
public class UserBeamSchemaTest {
  private static final SchemaRegistry SCHEMAS = SchemaRegistry.createDefault();

  @Test
  public void theSchemaOfAUserHasTheWireFields() throws Exception {
    Schema schema = SCHEMAS.getSchema(User.class);

    assertThat(
        schema.getFieldNames(),
        equalTo(UserAvro.SCHEMA.getFields().stream().map(field -> field.name()).toList()));
    assertThat(schema.getField("dateOfBirth").getType(), is(Schema.FieldType.DATETIME));
    assertThat(schema.getField("gender").getType().getNullable(), is(true));
    assertThat(schema.getField("id").getType().getNullable(), is(false));
  }

  @Test
  public void theSchemaOfAChangeHasIdAndUser() throws Exception {
    assertThat(SCHEMAS.getSchema(UserChange.class).getFieldNames(), contains("id", "user"));
  }

  @Test
  public void usersSurviveARoundTripThroughRows() throws Exception {
    for (User user : Fixtures.usersOfEveryNationality()) {
      Row row = SCHEMAS.getToRowFunction(User.class).apply(user);
      assertThat(SCHEMAS.getFromRowFunction(User.class).apply(row), equalTo(user));
    }
  }

  @Test
  public void changesSurviveARoundTripThroughTheirCoder() throws Exception {
    // Workers get a serialized copy.
    SchemaCoder<UserChange> coder =
        SerializableUtils.clone(SCHEMAS.getSchemaCoder(UserChange.class));
    for (User user : Fixtures.usersOfEveryNationality()) {
      for (UserChange change : List.of(UserChange.keep(user), UserChange.erase(user.id()))) {
        assertThat(CoderUtils.clone(coder, change), equalTo(change));
      }
    }
  }
}
