package io.osapi.application.memory;

import io.osapi.application.port.Claims;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Claims in memory, for as long as one test. */
public final class MemoryClaims implements Claims {
  private final Map<String, Claim> claims = new ConcurrentHashMap<>();

  @Override
  public Optional<Claim> claim(String key, Claim claim) {
    return Optional.ofNullable(claims.putIfAbsent(key, claim));
  }
}
