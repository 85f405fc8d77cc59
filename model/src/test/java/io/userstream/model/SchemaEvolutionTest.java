package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.Test;

/** Reads records that Avro's own writer wrote with other versions of the schema. */
public class SchemaEvolutionTest {

  @Test
  public void recordsWithAnOlderSchemaLackNewerFields() throws Exception {
    List<Schema.Field> fields = fields();
    fields.removeIf(
        field -> List.of("cell", "latitude", "page", "fetchedAt").contains(field.name()));
    Schema older = schema(fields);
    User user = Fixtures.user();

    User read = readBack(older, record(older, user));

    User expected =
        user.toBuilder()
            .setCell(null)
            .setAddress(user.address().toBuilder().setLatitude(null).build())
            .setOrigin(ApiOrigin.builder().setSeed(user.origin().seed()).setIndex(0).build())
            .build();
    assertThat(read, equalTo(expected));
    assertThat(isReadable(older), is(true));
  }

  @Test
  public void recordsWithANewerSchemaKeepKnownFields() throws Exception {
    List<Schema.Field> fields = fields();
    Collections.reverse(fields);
    Map<String, Object> added = new HashMap<>();
    Schema inner = SchemaBuilder.record("Inner").fields().requiredString("text").endRecord();
    GenericRecord innerValue = new GenericData.Record(inner);
    innerValue.put("text", "t");
    Schema suit = SchemaBuilder.enumeration("Suit").symbols("CLUBS", "HEARTS");
    Schema fixed = SchemaBuilder.fixed("Four").size(4);
    add(fields, added, "aRecord", inner, innerValue);
    add(
        fields,
        added,
        "anArray",
        SchemaBuilder.array().items(inner),
        List.of(innerValue, innerValue));
    add(fields, added, "aMap", SchemaBuilder.map().values().longType(), Map.of("a", 1L, "b", 2L));
    add(fields, added, "nulls", SchemaBuilder.array().items().nullType(), nulls(5));
    add(fields, added, "anEnum", suit, new GenericData.EnumSymbol(suit, "HEARTS"));
    add(fields, added, "aFixed", fixed, new GenericData.Fixed(fixed, new byte[4]));
    add(fields, added, "bytes", SchemaBuilder.builder().bytesType(), ByteBuffer.wrap(new byte[9]));
    add(fields, added, "aFloat", SchemaBuilder.builder().floatType(), 1.5f);
    add(fields, added, "aBoolean", SchemaBuilder.builder().booleanType(), true);
    Schema newer = schema(fields);
    User user = Fixtures.user();
    GenericRecord record = record(newer, user);
    added.forEach(record::put);

    assertThat(readBack(newer, record), equalTo(user));
    assertThat(isReadable(newer), is(true));
  }

  @Test
  public void typesThatAvroPromotesAreRead() throws Exception {
    List<Schema.Field> fields = fields();
    replace(fields, "dateOfBirth", SchemaBuilder.builder().intType());
    replace(fields, "latitude", SchemaBuilder.builder().floatType());
    replace(fields, "longitude", SchemaBuilder.nullable().intType());
    replace(fields, "city", SchemaBuilder.builder().bytesType());
    Schema other = schema(fields);
    User user = Fixtures.user();
    GenericRecord record = record(other, user);
    record.put("dateOfBirth", 86_400_000);
    record.put("latitude", 1.5f);
    record.put("longitude", 7);
    record.put("city", ByteBuffer.wrap(Fixtures.utf8("Cork")));

    User read = readBack(other, record);

    assertThat(read.dateOfBirth().getMillis(), equalTo(86_400_000L));
    assertThat(
        read.address(),
        equalTo(
            user.address().toBuilder().setLatitude(1.5).setLongitude(7.0).setCity("Cork").build()));
  }

  @Test
  public void valuesOfIncompatibleTypesAreMalformed() throws Exception {
    List<Schema.Field> fields = fields();
    replace(fields, "city", SchemaBuilder.builder().intType());
    Schema other = schema(fields);
    GenericRecord record = record(other, Fixtures.user());
    record.put("city", 7);

    assertMalformed(other, record);
  }

  @Test
  public void unknownUnionBranchesAreMalformedAndKnownOnesAreRead() throws Exception {
    List<Schema.Field> fields = fields();
    replace(
        fields,
        "city",
        SchemaBuilder.unionOf().nullType().and().stringType().and().intType().endUnion());
    Schema other = schema(fields);
    GenericRecord record = record(other, Fixtures.user());

    assertThat(readBack(other, record), equalTo(Fixtures.user()));
    record.put("city", 7);
    assertMalformed(other, record);
  }

  @Test
  public void recordsWithAnUnrelatedSchemaAreMalformed() throws Exception {
    Schema order = SchemaBuilder.record("Order").fields().requiredString("id").endRecord();
    GenericRecord record = new GenericData.Record(order);
    record.put("id", Fixtures.user().id());

    assertMalformed(order, record);
  }

  @Test(timeout = 30_000)
  public void skippedItemsWithoutBytesDoNotStallTheReader() throws Exception {
    List<Schema.Field> fields = fields();
    fields.add(0, new Schema.Field("nulls", SchemaBuilder.array().items().nullType()));
    Schema newer = schema(fields);
    // One block of 2^61 nulls.
    byte[] value = {0, 0, 0, 0, 9, -128, -128, -128, -128, -128, -128, -128, -128, 64, 0};

    assertMalformed(newer, value);
  }

  private static void add(
      List<Schema.Field> fields,
      Map<String, Object> added,
      String name,
      Schema type,
      Object value) {
    fields.add(fields.size() / 2, new Schema.Field(name, type));
    added.put(name, value);
  }

  private static List<Object> nulls(int count) {
    return Collections.nCopies(count, null);
  }

  private static List<Schema.Field> fields() {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : UserAvro.SCHEMA.getFields()) {
      fields.add(new Schema.Field(field, field.schema()));
    }
    return fields;
  }

  private static void replace(List<Schema.Field> fields, String name, Schema type) {
    fields.replaceAll(field -> field.name().equals(name) ? new Schema.Field(name, type) : field);
  }

  private static Schema schema(List<Schema.Field> fields) {
    return Schema.createRecord("User", null, "io.userstream", false, fields);
  }

  private static GenericRecord record(Schema schema, User user) {
    GenericRecord record = new GenericData.Record(schema);
    for (WireField field : WireField.all()) {
      if (schema.getField(field.wireName()) != null) {
        Object value = field.of(user);
        record.put(
            field.wireName(),
            value instanceof org.joda.time.Instant instant ? (Object) instant.getMillis() : value);
      }
    }
    return record;
  }

  private static boolean isReadable(Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(UserAvro.SCHEMA, writer).getType()
        == SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
  }

  private static byte[] write(Schema schema, GenericRecord record) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, 9});
    BinaryEncoder out = EncoderFactory.get().blockingBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, out);
    out.flush();
    return bytes.toByteArray();
  }

  private static User readBack(Schema schema, GenericRecord record) throws Exception {
    return Fixtures.decode(
        new UserRecordDecoder(id -> schema, Fixtures.CLOCK), write(schema, record));
  }

  private static void assertMalformed(Schema schema, GenericRecord record) throws Exception {
    assertMalformed(schema, write(schema, record));
  }

  private static void assertMalformed(Schema schema, byte[] value) {
    UserRecordDecoder decoder = new UserRecordDecoder(id -> schema, Fixtures.CLOCK);
    RejectedUserException e =
        assertThrows(RejectedUserException.class, () -> Fixtures.decode(decoder, value));
    assertThat(e.reason(), is(RejectReason.MALFORMED));
    assertThat(e.getMessage(), equalTo("the value is not an Avro user with schema id 9"));
  }
}
