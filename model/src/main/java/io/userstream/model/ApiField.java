package io.userstream.model;

import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * The values of the API's user that are kept, by their paths. What is not listed here (passwords,
 * salts, hashes, the national id, titles, ages, small portraits) is never read.
 */
enum ApiField {
  UUID("login.uuid", WireField.ID, Form.UUID),
  USERNAME("login.username", WireField.USERNAME, Form.TEXT),
  FIRST("name.first", WireField.FIRST_NAME, Form.TEXT),
  LAST("name.last", WireField.LAST_NAME, Form.TEXT),
  GENDER("gender", WireField.GENDER, Form.TEXT),
  STREET_NUMBER("location.street.number", WireField.STREET, Form.STREET_NUMBER),
  STREET_NAME("location.street.name", WireField.STREET, Form.STREET_NAME),
  CITY("location.city", WireField.CITY, Form.TEXT),
  STATE("location.state", WireField.STATE, Form.TEXT),
  COUNTRY("location.country", WireField.COUNTRY, Form.TEXT),
  POSTCODE("location.postcode", WireField.POSTCODE, Form.TEXT_OR_DIGITS),
  LATITUDE("location.coordinates.latitude", WireField.LATITUDE, Form.DECIMAL),
  LONGITUDE("location.coordinates.longitude", WireField.LONGITUDE, Form.DECIMAL),
  OFFSET("location.timezone.offset", WireField.TIMEZONE_OFFSET, Form.UTC_OFFSET),
  EMAIL("email", WireField.EMAIL, Form.TEXT),
  DOB("dob.date", WireField.DATE_OF_BIRTH, Form.INSTANT),
  REGISTERED("registered.date", WireField.REGISTERED_AT, Form.INSTANT),
  PHONE("phone", WireField.PHONE, Form.TEXT),
  CELL("cell", WireField.CELL, Form.TEXT),
  PICTURE("picture.large", WireField.PICTURE, Form.TEXT),
  NAT("nat", WireField.NATIONALITY, Form.TEXT);

  /** How the API writes a value. */
  enum Form {
    TEXT,
    /** Digits may also stand as a JSON number, which loses no leading zeros then. */
    TEXT_OR_DIGITS,
    /** A number as text: {@code "-34.9050"}. */
    DECIMAL,
    /** {@code "+9:30"}. */
    UTC_OFFSET,
    INSTANT,
    UUID,
    STREET_NUMBER,
    STREET_NAME
  }

  /** The user object as a whole: the root of the tree that the paths make. */
  static final Node USER = new Node("", null);

  static {
    for (ApiField field : values()) {
      USER.add(field);
    }
  }

  private final String path;
  private final WireField wireField;
  private final Form form;

  ApiField(String path, WireField wireField, Form form) {
    this.path = path;
    this.wireField = wireField;
    this.form = form;
  }

  /** Where the value stands in the API's user, for messages. */
  String path() {
    return path;
  }

  /** Where the value goes. */
  WireField wireField() {
    return wireField;
  }

  Form form() {
    return form;
  }

  /** An object of the API's user with its members of interest, or one value. */
  static final class Node {
    private final String path;
    @Nullable private final ApiField value;
    private final Map<String, Node> members = new HashMap<>();

    private Node(String path, @Nullable ApiField value) {
      this.path = path;
      this.value = value;
    }

    private void add(ApiField field) {
      String[] names = field.path.split("\\.", -1);
      Node node = this;
      for (int i = 0; i < names.length; i++) {
        String path = node.path.isEmpty() ? names[i] : node.path + "." + names[i];
        ApiField value = i == names.length - 1 ? field : null;
        node = node.members.computeIfAbsent(names[i], name -> new Node(path, value));
      }
    }

    String path() {
      return path;
    }

    /** The value that stands here, or null where an object does. */
    @Nullable
    ApiField value() {
      return value;
    }

    /**
     * Whether a member that is not listed is a secret, of which not even the raw user keeps
     * anything: passwords, salts and hashes beside the login's name, the national id.
     */
    boolean isSecret(String name) {
      return path.equals("login") || (path.isEmpty() && name.equals("id"));
    }

    /** The member of that name, or null when nothing of it is kept. */
    @Nullable
    Node member(String name) {
      return members.get(name);
    }
  }
}
