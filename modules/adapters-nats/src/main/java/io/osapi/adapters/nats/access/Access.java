package io.osapi.adapters.nats.access;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Who may use a broker, and for what: one account that holds the streams, and for each guest an
 * account of its own, into which only what it may use is let.
 *
 * <p>Permissions within one account would not do. A client chooses the subject that its answer goes
 * to, and the server does not ask whether the client may publish there: an acknowledgement, or a
 * stored message of its own, could be had sent to any other's key. From an account, answers cannot
 * leave.
 *
 * @param owner whose streams they are
 * @param guests in the order in which they are written
 */
public record Access(Owner owner, List<Guest> guests) {

  public Access {
    guests = List.copyOf(guests);
  }

  /**
   * One key, and what it may do in its account.
   *
   * @param publicKey the server needs no more, so no secret lies in its configuration
   */
  public record User(String publicKey, List<String> publish, List<String> subscribe) {}

  /**
   * The account with the streams.
   *
   * @param answeredOnce subjects that guests may be let in to, each request with one reply
   * @param answeredOften the same, with any number of replies
   * @param heard subjects that guests may be let listen to
   */
  public record Owner(
      String account,
      User user,
      List<String> answeredOnce,
      List<String> answeredOften,
      List<String> heard) {}

  /**
   * @param used the owner's subjects that this one may publish to
   * @param heard the owner's subjects that this one may listen to
   */
  public record Guest(String account, User user, List<String> used, List<String> heard) {}

  /** The block {@code accounts} of a nats-server's configuration. */
  public String text() {
    return "accounts {\n"
        + ownerText()
        + guests.stream().map(this::guestText).collect(Collectors.joining())
        + "}\n";
  }

  private String ownerText() {
    var exports =
        lines(owner.answeredOnce(), "{service: %s}")
            + lines(owner.answeredOften(), "{service: %s, response_type: stream}")
            + lines(owner.heard(), "{stream: %s}");
    return """
      %s {
        jetstream: enabled
        users: [
    %s    ]
        exports: [
    %s    ]
      }
    """
        .formatted(
            owner.account(),
            // It answers what guests ask, wherever they want the answer in their own accounts.
            userText(owner.user(), "allow_responses: true"),
            exports);
  }

  private String guestText(Guest guest) {
    var from = "{account: " + owner.account() + ", subject: %s}";
    var imports =
        lines(guest.used(), "{service: " + from + "}")
            + lines(guest.heard(), "{stream: " + from + "}");
    return """
      %s {
        users: [
    %s    ]
        imports: [
    %s    ]
      }
    """
        .formatted(quoted(guest.account()), userText(guest.user(), ""), imports);
  }

  private static String userText(User user, String further) {
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
            lines(user.publish(), "    %s"),
            lines(user.subscribe(), "    %s"),
            further);
  }

  private static String lines(List<String> subjects, String format) {
    return subjects.stream()
        .map(subject -> "      " + format.formatted(quoted(subject)) + "\n")
        .collect(Collectors.joining());
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
