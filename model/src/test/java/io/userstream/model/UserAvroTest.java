package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.Test;

public class UserAvroTest {

  @Test
  public void theSchemaHasTheWireFieldsInOrder() {
    assertThat(UserAvro.SCHEMA.getFullName(), equalTo("io.userstream.User"));
    assertThat(
        UserAvro.SCHEMA.getFields().stream().map(Schema.Field::name).toList(),
        equalTo(WireField.all().stream().map(WireField::wireName).toList()));
  }

  @Test
  public void theSchemaHasTheTypesOfTheWireFields() {
    for (WireField field : WireField.all()) {
      Schema schema = UserAvro.SCHEMA.getField(field.wireName()).schema();
      Schema type = field.isRequired() ? schema : schema.getTypes().get(1);
      Schema.Type expected =
          switch (field.kind()) {
            case TEXT -> Schema.Type.STRING;
            case NUMBER -> Schema.Type.DOUBLE;
            case INTEGER -> Schema.Type.INT;
            case INSTANT -> Schema.Type.LONG;
          };
      assertThat(field.wireName(), type.getType(), is(expected));
      assertThat(
          field.wireName(),
          type.getLogicalType() instanceof LogicalTypes.TimestampMillis,
          is(field.kind() == WireField.Kind.INSTANT));
      assertThat(field.wireName(), schema.isNullable(), is(!field.isRequired()));
      assertThat(
          field.wireName(),
          UserAvro.SCHEMA.getField(field.wireName()).hasDefaultValue(),
          is(!field.isRequired()));
    }
    assertThat(
        UserAvro.SCHEMA.getField("id").schema().getLogicalType(), equalTo(LogicalTypes.uuid()));
  }

  @Test
  public void usersOfEveryNationalitySurviveARoundTrip() throws Exception {
    UserRecordDecoder decoder = Fixtures.decoder();
    for (User user : Fixtures.usersOfEveryNationality()) {
      byte[] value = UserAvro.write(user, Fixtures.SCHEMA_ID);
      assertThat(decoder.decode(Fixtures.utf8(user.id()), value), equalTo(UserChange.keep(user)));
    }
  }

  @Test
  public void usersWithOnlyRequiredValuesSurviveARoundTrip() throws Exception {
    User full = Fixtures.user();
    User least =
        User.builder()
            .setId(full.id())
            .setFirstName("A")
            .setLastName("B")
            .setEmail("a@b")
            .setUsername("c")
            .setDateOfBirth(full.dateOfBirth())
            .setRegisteredAt(full.registeredAt())
            .build();

    assertThat(Fixtures.decode(UserAvro.write(least, Fixtures.SCHEMA_ID)), equalTo(least));
  }

  @Test
  public void avrosOwnReaderReadsTheValue() throws Exception {
    User user = Fixtures.users("IR").get(3);
    byte[] value = UserAvro.write(user, Fixtures.SCHEMA_ID);

    assertThat(Arrays.copyOf(value, 5), equalTo(new byte[] {0, 1, 2, 3, 4}));
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(UserAvro.SCHEMA)
            .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
    assertThat(record.get("firstName").toString(), equalTo(user.firstName()));
    assertThat(record.get("latitude"), equalTo(user.address().latitude()));
    assertThat(record.get("dateOfBirth"), equalTo(user.dateOfBirth().getMillis()));
    assertThat(record.get("index"), equalTo(3));
  }

  @Test
  public void aSchemaIsLookedUpOnce() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    UserRecordDecoder decoder =
        new UserRecordDecoder(
            id -> {
              lookups.incrementAndGet();
              return UserAvro.SCHEMA;
            },
            Fixtures.CLOCK);
    byte[] value = UserAvro.write(Fixtures.user(), 7);
    for (int i = 0; i < 3; i++) {
      Fixtures.decode(decoder, value);
    }

    assertThat(lookups.get(), is(1));
  }

  @Test
  public void aSchemaThatAppearsLaterIsFound() throws Exception {
    AtomicInteger known = new AtomicInteger(-1);
    UserRecordDecoder decoder =
        new UserRecordDecoder(id -> id == known.get() ? UserAvro.SCHEMA : null, Fixtures.CLOCK);
    byte[] value = UserAvro.write(Fixtures.user(), 7);

    RejectedUserException e =
        assertThrows(RejectedUserException.class, () -> Fixtures.decode(decoder, value));
    assertThat(e.reason(), is(RejectReason.UNKNOWN_SCHEMA));
    assertThat(e.getMessage(), equalTo("schema id 7 is not known"));
    known.set(7);
    assertThat(Fixtures.decode(decoder, value), equalTo(Fixtures.user()));
  }

  @Test
  public void aFailedLookupRejectsNothing() throws Exception {
    UncheckedIOException fault = new UncheckedIOException(new IOException("registry is down"));
    UserRecordDecoder decoder =
        new UserRecordDecoder(
            id -> {
              throw fault;
            });
    byte[] value = UserAvro.write(Fixtures.user(), 7);

    assertThat(
        assertThrows(UncheckedIOException.class, () -> Fixtures.decode(decoder, value)),
        sameInstance(fault));
  }

  @Test
  public void recordsTruncatedAnywhereAreMalformed() throws Exception {
    byte[] value = UserAvro.write(Fixtures.user(), Fixtures.SCHEMA_ID);
    UserRecordDecoder decoder = Fixtures.decoder();
    for (int length = 1; length < value.length; length++) {
      assertMalformed(decoder, Arrays.copyOf(value, length));
    }
    assertThat(Fixtures.decode(decoder, value), equalTo(Fixtures.user()));
  }

  @Test
  public void bytesAfterTheBodyAreMalformed() throws Exception {
    byte[] value = UserAvro.write(Fixtures.user(), Fixtures.SCHEMA_ID);
    assertMalformed(Fixtures.decoder(), Arrays.copyOf(value, value.length + 1));
  }

  @Test
  public void hugeLengthsAreMalformedAndAllocateNothing() {
    UserRecordDecoder decoder = Fixtures.decoder();
    for (long length : new long[] {-1, 1L << 20, Integer.MAX_VALUE - 8, Long.MAX_VALUE}) {
      ByteBuffer value = ByteBuffer.allocate(64).put((byte) 0).putInt(Fixtures.SCHEMA_ID);
      long zigzag = (length << 1) ^ (length >> 63);
      while ((zigzag & ~0x7FL) != 0) {
        value.put((byte) ((zigzag & 0x7F) | 0x80));
        zigzag >>>= 7;
      }
      value.put((byte) zigzag);

      long before = allocatedBytes();
      assertMalformed(decoder, value.array());
      assertThat(allocatedBytes() - before, lessThan(1L << 20));
    }
  }

  @Test
  public void invalidUtf8IsMalformed() throws Exception {
    byte[] value = UserAvro.write(Fixtures.user(), Fixtures.SCHEMA_ID);
    // The body starts with the id's length (1 byte) and text (36 bytes), then the first name.
    value[5 + 1 + 36 + 1] = (byte) 0xFF;
    assertMalformed(Fixtures.decoder(), value);
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static void assertMalformed(UserRecordDecoder decoder, byte[] value) {
    RejectedUserException e =
        assertThrows(RejectedUserException.class, () -> Fixtures.decode(decoder, value));
    assertThat(e.reason(), is(RejectReason.MALFORMED));
  }
}
