package io.osapi.adapters.http.token;

import java.util.Base64;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Refuses tokens whose header or claims say something twice (RFC 7519, section 4): two readers
 * could take them for two different tokens.
 */
final class UniqueMembers {
  /** Deeper than any claim of ours. */
  private static final int MAX_DEPTH = 16;

  private static final JsonFactory PARSERS =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private UniqueMembers() {}

  /**
   * @throws RuntimeException if it says something twice, or is no token at all
   */
  static void require(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a signed token has three parts");
    }
    read(parts[0]);
    read(parts[1]);
  }

  private static void read(String part) {
    var json = Base64.getUrlDecoder().decode(part);
    try (var parser = PARSERS.createParser(ObjectReadContext.empty(), json)) {
      while (parser.nextToken() != null) {
        // The parser itself throws at the second of two.
      }
    }
  }
}
