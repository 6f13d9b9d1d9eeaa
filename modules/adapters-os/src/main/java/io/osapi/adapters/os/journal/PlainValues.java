package io.osapi.adapters.os.journal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plain values as bytes: one for the type, then the value. */
final class PlainValues {
  private static final int TEXT = 'S';
  private static final int INT = 'I';
  private static final int LONG = 'J';
  private static final int DOUBLE = 'D';
  private static final int NUMBER = 'N';
  private static final int FALSE = '0';
  private static final int TRUE = '1';
  private static final int LIST = 'L';
  private static final int OBJECT = 'M';

  private PlainValues() {}

  static void write(DataOutput out, Object value) throws IOException {
    switch (value) {
      case String text -> {
        out.writeByte(TEXT);
        writeText(out, text);
      }
      case Integer number -> {
        out.writeByte(INT);
        out.writeInt(number);
      }
      case Long number -> {
        out.writeByte(LONG);
        out.writeLong(number);
      }
      case Double number -> {
        out.writeByte(DOUBLE);
        out.writeDouble(number);
      }
      case Number number -> {
        out.writeByte(NUMBER);
        writeText(out, number.toString());
      }
      case Boolean flag -> out.writeByte(flag ? TRUE : FALSE);
      case List<?> elements -> {
        out.writeByte(LIST);
        out.writeInt(elements.size());
        for (var element : elements) {
          write(out, element);
        }
      }
      case Map<?, ?> members -> {
        out.writeByte(OBJECT);
        writeMembers(out, members);
      }
      default -> throw new IllegalArgumentException("no plain value: " + value.getClass());
    }
  }

  static Object read(DataInput in) throws IOException {
    int type = in.readUnsignedByte();
    return switch (type) {
      case TEXT -> readText(in);
      case INT -> in.readInt();
      case LONG -> in.readLong();
      case DOUBLE -> in.readDouble();
      case NUMBER -> new BigDecimal(readText(in));
      case FALSE -> false;
      case TRUE -> true;
      case LIST -> readElements(in);
      case OBJECT -> readMembers(in);
      default -> throw new IOException("no type of plain value: " + type);
    };
  }

  static void writeMembers(DataOutput out, Map<?, ?> members) throws IOException {
    out.writeInt(members.size());
    for (var member : members.entrySet()) {
      writeText(out, (String) member.getKey());
      write(out, member.getValue());
    }
  }

  static Map<String, Object> readMembers(DataInput in) throws IOException {
    int count = in.readInt();
    var members = new LinkedHashMap<String, Object>();
    for (int i = 0; i < count; i++) {
      members.put(readText(in), read(in));
    }
    return members;
  }

  private static List<Object> readElements(DataInput in) throws IOException {
    int count = in.readInt();
    var elements = new ArrayList<Object>();
    for (int i = 0; i < count; i++) {
      elements.add(read(in));
    }
    return elements;
  }

  /** Not {@code writeUTF}, which ends at 64 KiB. */
  static void writeText(DataOutput out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInput in) throws IOException {
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
