package io.osapi.bootstrap.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Puts the two older forms of a private key into PKCS#8, the only one that the JDK reads. Both are
 * what PKCS#8 has inside; what it adds is the name of the algorithm (RFC 5208, section 5).
 */
final class Der {
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;

  /** RFC 5915, section 3: where an elliptic curve's key names its curve. */
  private static final int CURVE = 0xA0;

  private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");

  /** 1.2.840.113549.1.1.1 with NULL: RFC 8017, appendix A.1. */
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /** 1.2.840.10045.2.1: RFC 5480, section 2.1.1; the curve follows. */
  private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

  private Der() {}

  /** RFC 8017, appendix A.1.2: {@code RSA PRIVATE KEY}. */
  static byte[] ofPkcs1(byte[] key) {
    return element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, key));
  }

  /**
   * RFC 5915, section 3: {@code EC PRIVATE KEY}.
   *
   * @throws IllegalArgumentException if it does not name its curve, or is none
   */
  static byte[] ofSec1(byte[] key) {
    var algorithm = element(SEQUENCE, EC_PUBLIC_KEY, curve(key));
    return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
  }

  private static byte[] curve(byte[] key) {
    try {
      var members = content(ByteBuffer.wrap(key), SEQUENCE);
      content(members, INTEGER);
      content(members, OCTET_STRING);
      var curve = content(members, CURVE);
      return Arrays.copyOfRange(curve.array(), curve.position(), curve.limit());
    } catch (RuntimeException cutShort) {
      throw new IllegalArgumentException("no elliptic curve's key", cutShort);
    }
  }

  /** What the next element holds; {@code from} then stands behind it. */
  private static ByteBuffer content(ByteBuffer from, int tag) {
    if ((from.get() & 0xFF) != tag) {
      throw new IllegalArgumentException("another element was expected");
    }
    int length = from.get() & 0xFF;
    if (length >= 0x80) {
      int bytes = length & 0x7F;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = Math.addExact(Math.multiplyExact(length, 256), from.get() & 0xFF);
      }
    }
    var content = from.duplicate().limit(Math.addExact(from.position(), length));
    from.position(content.limit());
    return content;
  }

  /** X.690, section 8.1: tag, length, content. */
  static byte[] element(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(content::writeBytes);
    var element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length < 0x80) {
      element.write(length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      element.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        element.write(length >> 8 * i);
      }
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
