package io.osapi.adapters.http.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens that ours would never make, from parts. */
public final class RawTokens {
  private RawTokens() {}

  /** Signed with HMAC, whatever the header says. */
  public static String signed(String algorithm, byte[] key, String header, String payload) {
    var content = base64(header) + "." + base64(payload);
    try {
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String signed(byte[] key, String payload) {
    return signed("HmacSHA256", key, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", payload);
  }

  public static String unsigned(String header, String payload) {
    return base64(header) + "." + base64(payload) + ".";
  }

  /** What a token's header says, as JSON. */
  public static String header(String token) {
    return new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8);
  }

  public static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
