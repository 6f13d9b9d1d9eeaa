package io.osapi.adapters.nats.access;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who may use a broker, and for what: an account for each, into which only what it may use of
 * others is let.
 *
 * <p>Permissions within one account would not do. A client chooses the subject that its answer goes
 * to, and the server does not ask whether the client may publish there: an acknowledgement, or a
 * stored message of its own, could be had sent to any other's key. From an account, answers cannot
 * leave.
 *
 * @param accounts in the order in which they are written
 */
public record Access(List<Account> accounts) {

  public Access {
    accounts = List.copyOf(accounts);
  }

  /**
   * @param holdsStreams whether JetStream keeps its streams here
   * @param exports what others may be let use; nobody is by this alone
   * @param imports what this one is let use of others
   */
  public record Account(
      String name, boolean holdsStreams, User user, List<Export> exports, List<Import> imports) {}

  /**
   * One key, and what it may do in its account.
   *
   * @param publicKey the server needs no more, so no secret lies in its configuration
   */
  public record User(
      String publicKey, List<String> publish, List<String> subscribe, Replies replies) {}

  /** To what it was asked a user may reply, wherever that is in its own account. */
  public sealed interface Replies {
    record None() implements Replies {}

    /** As often as it likes, for the time that the server takes for long enough. */
    record Any() implements Replies {}

    /** Once to each request, as long as that time after it. */
    record Once(Duration within) implements Replies {}
  }

  /** What an account lets others use. */
  public sealed interface Export {

    /** Who asks is answered once, within nats-server's two minutes. */
    record AnsweredOnce(String subject) implements Export {}

    /** The same, within a time of its own; what comes later is lost. */
    record AnsweredWithin(String subject, Duration within) implements Export {}

    /** Who asks is answered any number of times. */
    record AnsweredOften(String subject) implements Export {}

    /** Others may listen. */
    record Heard(String subject) implements Export {}
  }

  /** What an account uses of another. */
  public sealed interface Import {
    record Service(String from, String subject) implements Import {}

    record Stream(String from, String subject) implements Import {}
  }

  /** The block {@code accounts} of a nats-server's configuration. */
  public String text() {
    return "accounts {\n"
        + accounts.stream().map(Access::text).collect(Collectors.joining())
        + "}\n";
  }

  private static String text(Account account) {
    return """
      %s {
    %s    users: [
    %s    ]
        exports: [
    %s    ]
        imports: [
    %s    ]
      }
    """
        .formatted(
            quoted(account.name()),
            account.holdsStreams() ? "    jetstream: enabled\n" : "",
            text(account.user()),
            lines(account.exports(), Access::text),
            lines(account.imports(), Access::text));
  }

  private static String text(Export export) {
    return switch (export) {
      case Export.AnsweredOnce(var subject) -> "{service: %s}".formatted(quoted(subject));
      case Export.AnsweredWithin(var subject, var within) ->
          "{service: %s, threshold: %s}".formatted(quoted(subject), seconds(within));
      case Export.AnsweredOften(var subject) ->
          "{service: %s, response_type: stream}".formatted(quoted(subject));
      case Export.Heard(var subject) -> "{stream: %s}".formatted(quoted(subject));
    };
  }

  private static String text(Import wanted) {
    return switch (wanted) {
      case Import.Service(var from, var subject) ->
          "{service: {account: %s, subject: %s}}".formatted(quoted(from), quoted(subject));
      case Import.Stream(var from, var subject) ->
          "{stream: {account: %s, subject: %s}}".formatted(quoted(from), quoted(subject));
    };
  }

  private static String text(User user) {
    return """
          {nkey: %s, permissions: {
            publish: {allow: [
    %s        ]}
            subscribe: {allow: [
    %s        ]}
            %s
          }}
    """
        .formatted(
            user.publicKey(),
            lines(user.publish(), subject -> "    " + quoted(subject)),
            lines(user.subscribe(), subject -> "    " + quoted(subject)),
            text(user.replies()));
  }

  private static String text(Replies replies) {
    return switch (replies) {
      case Replies.None _ -> "";
      case Replies.Any _ -> "allow_responses: true";
      case Replies.Once(var within) ->
          "allow_responses: {max: 1, expires: %s}".formatted(seconds(within));
    };
  }

  private static <T> String lines(List<T> all, Function<T, String> text) {
    return all.stream()
        .map(each -> "      " + text.apply(each) + "\n")
        .collect(Collectors.joining());
  }

  private static String seconds(Duration time) {
    return quoted(time.toSeconds() + "s");
  }

  /**
   * Names and subjects hold neither quotes nor backslashes; quotes keep $ from being a variable.
   */
  private static String quoted(String text) {
    if (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("not a subject: " + text);
    }
    return '"' + text + '"';
  }
}
