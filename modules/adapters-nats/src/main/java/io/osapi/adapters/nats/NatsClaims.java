package io.osapi.adapters.nats;

import io.nats.client.JetStreamApiException;
import io.osapi.application.port.Claims;
import io.osapi.domain.job.JobId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Claims as keys that can be created once; they go with their bucket's age. */
final class NatsClaims implements Claims {
  private final Link link;
  private final KeyBucket queue;

  NatsClaims(Link link, KeyBucket queue) {
    this.link = link;
    this.queue = queue;
  }

  @Override
  public Optional<Claim> claim(String key, Claim claim) {
    var name = Keys.claim(digest(key));
    var members = Members.versioned();
    members.put("fingerprint", claim.fingerprint());
    members.put("job", claim.job().value());
    return Calls.call(
        () -> queue.create(name, Json.write(members)) ? Optional.empty() : earlier(name));
  }

  private Optional<Claim> earlier(String name)
      throws java.io.IOException, JetStreamApiException, InterruptedException {
    try (var reading = queue.reading(link.live(), name)) {
      return reading.entries().stream()
          .findFirst()
          .map(entry -> Members.reading("claim", () -> claim(Members.of(entry.value()))));
    }
  }

  private static Claim claim(Members in) {
    return new Claim(in.text("fingerprint"), new JobId(in.text("job")));
  }

  /** A key's name may hold anything and be of any length; a subject may not. */
  private static String digest(String key) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
