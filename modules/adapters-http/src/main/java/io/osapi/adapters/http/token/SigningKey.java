package io.osapi.adapters.http.token;

import io.helidon.security.jwt.SignedJwt;
import io.helidon.security.jwt.jwk.JwkOctet;
import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that signs tokens, or did.
 *
 * @param id as tokens name it; made from the key, so that nobody has to choose or keep one
 */
record SigningKey(String id, JwkOctet key) {
  /** What is signed to make the id; no token of ours begins so. */
  private static final byte[] NAMING = "osapi kid".getBytes(StandardCharsets.UTF_8);

  /** Enough to tell a handful of keys apart, and too little to tell anything else of them. */
  private static final int ID_BYTES = 8;

  static SigningKey of(byte[] key) {
    var id = fingerprint(key);
    return new SigningKey(
        id,
        JwkOctet.create(
            Json.createObjectBuilder()
                .add("kty", "oct")
                .add("kid", id)
                .add("alg", JwkOctet.ALG_HS256)
                .add("k", Base64.getUrlEncoder().withoutPadding().encodeToString(key))
                .build()));
  }

  boolean hasSigned(SignedJwt token) {
    return key.verifySignature(token.getSignedBytes(), token.getSignature());
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SigningKey[" + id + "]";
  }

  private static String fingerprint(byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(NAMING), 0, ID_BYTES);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
