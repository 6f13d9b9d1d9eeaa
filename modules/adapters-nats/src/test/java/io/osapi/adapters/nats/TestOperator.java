package io.osapi.adapters.nats;

import io.osapi.adapters.nats.key.NKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Somebody who runs nats-servers with JWTs: an operator with one account. */
final class TestOperator {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /** Kinds of keys as NATS numbers them: their texts begin with O and A. */
  private static final int OPERATOR = 14 << 3;

  private static final int ACCOUNT = 0;

  private final NKey operator = NKey.generate();
  private final NKey account = NKey.generate();

  String configuration() {
    return """
    operator: %s
    resolver: MEMORY
    resolver_preload: { %s: %s }
    """
        .formatted(
            jwt(operator, OPERATOR, publicKey(operator, OPERATOR), Map.of("type", "operator")),
            publicKey(account, ACCOUNT),
            jwt(
                operator,
                OPERATOR,
                publicKey(account, ACCOUNT),
                Map.of("type", "account", "limits", noLimits("conn", "imports", "exports"))));
  }

  /** The credentials file of one who may do everything in the account. */
  String creds(NKey user) {
    var claims = new LinkedHashMap<String, Object>(noLimits("data", "payload"));
    claims.put("type", "user");
    return """
    -----BEGIN NATS USER JWT-----
    %s
    ------END NATS USER JWT------

    %s
    """
        .formatted(jwt(account, ACCOUNT, user.publicKey(), claims), user.decorated("a user"));
  }

  private static Map<String, Object> noLimits(String... names) {
    var limits = new LinkedHashMap<String, Object>();
    limits.put("subs", -1);
    for (var name : names) {
      limits.put(name, -1);
    }
    limits.put("data", -1);
    limits.put("payload", -1);
    return limits;
  }

  private static String jwt(NKey issuer, int kind, String subject, Map<String, ?> claims) {
    var nats = new LinkedHashMap<String, Object>(claims);
    nats.put("version", 2);
    var signed =
        part(Map.of("typ", "JWT", "alg", "ed25519-nkey"))
            + "."
            + part(
                Map.of(
                    "jti",
                    "1",
                    "iat",
                    1,
                    "iss",
                    publicKey(issuer, kind),
                    "sub",
                    subject,
                    "name",
                    "test",
                    "nats",
                    nats));
    return signed + "." + encoded(issuer.sign(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String part(Map<String, ?> members) {
    return encoded(Json.write(members));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** As {@link NKey#publicKey}, of another kind: 1 byte of kind, 32 of key, 2 of check sum. */
  private static String publicKey(NKey key, int kind) {
    var bytes = decoded(key.publicKey());
    bytes[0] = (byte) kind;
    int sum = 0;
    for (int i = 0; i < 33; i++) {
      sum ^= (bytes[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        sum = ((sum & 0x8000) == 0 ? sum << 1 : sum << 1 ^ 0x1021) & 0xffff;
      }
    }
    bytes[33] = (byte) sum;
    bytes[34] = (byte) (sum >> 8);
    var number = new BigInteger(1, bytes);
    var text = new StringBuilder();
    for (int letter = 55; letter >= 0; letter--) {
      text.append(ALPHABET.charAt(number.shiftRight(letter * 5).intValue() & 0x1f));
    }
    return text.toString();
  }

  /** 56 letters of 5 bits are 35 bytes. */
  private static byte[] decoded(String text) {
    var number = BigInteger.ZERO;
    for (char letter : text.toCharArray()) {
      number = number.shiftLeft(5).or(BigInteger.valueOf(ALPHABET.indexOf(letter)));
    }
    var all = number.toByteArray();
    var bytes = new byte[35];
    int length = Math.min(all.length, bytes.length);
    System.arraycopy(all, all.length - length, bytes, bytes.length - length, length);
    return bytes;
  }
}
