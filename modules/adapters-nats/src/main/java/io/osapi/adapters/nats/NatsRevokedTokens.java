package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.osapi.application.port.RevokedTokens;
import io.osapi.domain.access.TokenId;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Revoked tokens as keys that expire with their token. Each process follows the bucket and answers
 * from memory.
 *
 * <p>Only time takes a token off the list: a key that somebody deletes, or a bucket that is lost
 * with its broker, gives no token back to a process that has heard of it.
 */
final class NatsRevokedTokens implements RevokedTokens {
  /** The server forgets a key by itself after that many seconds. */
  private static final String TIME_TO_LIVE = "Nats-TTL";

  /**
   * Whole seconds are too short by a part of one, and we are to hear of it when its time is over.
   */
  private static final Duration ROUNDING = Duration.ofSeconds(2);

  private final KeyBucket bucket;
  private final InstantSource clock;
  private final BucketFollower follower;
  private final Map<TokenId, Instant> revoked = new ConcurrentHashMap<>();
  private volatile boolean loaded;

  NatsRevokedTokens(KeyBucket bucket, InstantSource clock) {
    this.bucket = bucket;
    this.clock = clock;
    this.follower = new BucketFollower(bucket, false, new Ear());
  }

  /** On every connect. */
  void subscribe(Connection connection)
      throws IOException, JetStreamApiException, InterruptedException {
    follower.subscribe(connection);
  }

  /** Whether everything was read once: from then on we know more with every connection. */
  boolean isLoaded() {
    if (!loaded) {
      loaded = follower.isCaughtUp();
    }
    return loaded;
  }

  @Override
  public boolean isRevoked(TokenId id) {
    if (!isLoaded()) {
      throw new ProblemException(
          Problem.UNAVAILABLE, Map.of("missing", "the list of revoked tokens"));
    }
    return revoked.containsKey(id);
  }

  @Override
  public void revoke(TokenId id, Instant until) {
    var headers = new Headers();
    var life = Duration.between(clock.instant(), until).plus(ROUNDING);
    headers.add(TIME_TO_LIVE, Math.max(1, life.toSeconds()) + "s");
    var members = Members.versioned();
    members.put("id", id.value());
    members.put("until", until.toString());
    bucket.put(Keys.revokedToken(id), headers, Json.write(members));
    revoked.put(id, until);
  }

  /** Hears what any process revokes. */
  private final class Ear implements BucketFollower.Listener {

    @Override
    public void heard(Message message) {
      if (message.getData().length == 0) {
        // A key has expired: a good moment to forget those whose time is over.
        var now = clock.instant();
        revoked.values().removeIf(now::isAfter);
      } else {
        var in = Members.of(message.getData());
        Members.reading(
            "revoked token",
            () -> revoked.put(new TokenId(in.text("id")), Instant.parse(in.text("until"))));
      }
    }

    @Override
    public void begin() {
      // Those that we know of stay revoked.
    }
  }
}
