package io.osapi.adapters.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.osapi.adapters.http.token.Tokens;
import io.osapi.application.CheckRevocation;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Scope;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides who gets in. */
final class Gate {
  private static final Principal ANYBODY = new Principal("anonymous", Set.of());
  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final CheckRevocation revocation;

  Gate(Tokens tokens, CheckRevocation revocation) {
    this.tokens = tokens;
    this.revocation = revocation;
  }

  /**
   * @throws ProblemException {@code NOT_AUTHENTICATED}, {@code NOT_PERMITTED}; {@code UNAVAILABLE}
   *     while it is not known which tokens were called back
   */
  Principal admit(Access access, Headers headers) {
    return switch (access) {
      case Access.Open _ -> ANYBODY;
      case Access.Needs(var scope) -> permitted(authenticated(headers), scope);
    };
  }

  static Principal permitted(Principal caller, Scope scope) {
    if (!caller.may(scope)) {
      throw new ProblemException(Problem.NOT_PERMITTED, Map.of("scope", scope.text()));
    }
    return caller;
  }

  private Principal authenticated(Headers headers) {
    return switch (tokens.verify(bearer(headers.all(HeaderNames.AUTHORIZATION, List::of)))) {
      case Tokens.Verdict.Accepted(var claims) when revocation.isRevoked(claims.id()) ->
          throw refused("it was revoked");
      case Tokens.Verdict.Accepted(var claims) -> claims.principal();
      case Tokens.Verdict.Refused(var reason) -> throw refused(reason);
    };
  }

  private static ProblemException refused(String reason) {
    return new ProblemException(Problem.NOT_AUTHENTICATED, Map.of("token", reason));
  }

  private static String bearer(List<String> authorizations) {
    if (authorizations.size() != 1
        || !authorizations.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new ProblemException(Problem.NOT_AUTHENTICATED);
    }
    return authorizations.getFirst().substring(SCHEME.length()).strip();
  }
}
