package io.osapi.otlp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A message of Protocol Buffers, as far as a test needs it: the wire format, without a schema. */
final class Message {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final List<Field> fields = new ArrayList<>();

  /**
   * @param number of a varint
   * @param bytes of what has a length
   */
  private record Field(int tag, long number, byte[] bytes) {}

  Message(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = varint(in);
      fields.add(field((int) (key >>> 3), (int) (key & 7), in));
    }
  }

  List<Message> messages(int tag) {
    return of(tag).stream().map(field -> new Message(field.bytes())).toList();
  }

  String text(int tag) {
    return new String(bytes(tag), StandardCharsets.UTF_8);
  }

  String hex(int tag) {
    return HexFormat.of().formatHex(bytes(tag));
  }

  long number(int tag) {
    return of(tag).stream().mapToLong(Field::number).findFirst().orElse(0);
  }

  private byte[] bytes(int tag) {
    return of(tag).stream().map(Field::bytes).findFirst().orElse(new byte[0]);
  }

  private List<Field> of(int tag) {
    return fields.stream().filter(field -> field.tag() == tag).toList();
  }

  private static Field field(int tag, int type, ByteBuffer in) {
    return switch (type) {
      case VARINT -> new Field(tag, varint(in), new byte[0]);
      case FIXED_64 -> new Field(tag, in.getLong(), new byte[0]);
      case FIXED_32 -> new Field(tag, in.getInt(), new byte[0]);
      case LENGTH_DELIMITED -> {
        var bytes = new byte[(int) varint(in)];
        in.get(bytes);
        yield new Field(tag, 0, bytes);
      }
      default -> throw new IllegalArgumentException("no wire type: " + type);
    };
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
