package io.osapi.adapters.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.osapi.application.port.DeadLetters;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.JobId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dead letters: what a worker could not read, which it puts there itself, and what reached its
 * last attempt, of which the server tells with an advisory that the stream collects.
 */
final class NatsDeadLetters implements DeadLetters {
  private static final JetStreamOptions OPTIONS =
      JetStreamOptions.builder().requestTimeout(Link.REQUEST_TIMEOUT).build();

  /** Codes of the faults that say that a job did not reach its worker's hands. */
  static final String UNDELIVERABLE = "undeliverable";

  static final String UNREADABLE = "unreadable";

  private static final String REASON = "Osapi-Reason";
  private static final String RECIPIENT = "Osapi-Recipient";
  private static final String SUBJECT = "Osapi-Subject";
  private static final String DELIVERIES = "Osapi-Deliveries";
  private static final String JOB = "Osapi-Job";
  private static final String CUT = "Osapi-Cut";
  private static final String MESSAGE_ID = "Nats-Msg-Id";
  private static final int NOT_FOUND = 10037;

  /** What the headers of a letter need beside its body: the reason, names, a subject. */
  private static final int ROOM_BYTES = 8 << 10;

  private final Link link;
  private final String jobs;
  private final String letters;

  NatsDeadLetters(Link link, Nats.Layout layout) {
    this.link = link;
    this.jobs = layout.jobs().name();
    this.letters = layout.deadLetters().name();
  }

  /** The subjects that the stream of dead letters collects. */
  static List<String> subjects(String jobsStream) {
    return List.of(unreadable(jobsStream), advisories(jobsStream));
  }

  /** Where the server tells of deliveries that it has given up. */
  static String advisories(String jobsStream) {
    return "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES." + jobsStream + ".>";
  }

  private static String unreadable(String jobsStream) {
    return "dead." + jobsStream;
  }

  /**
   * Keeps a delivery that a worker cannot read, whole; without its body where the server would take
   * no more than that.
   */
  void keep(Message delivery, String reason) {
    var metaData = delivery.metaData();
    var headers =
        TraceHeaders.of(TraceHeaders.read(delivery.getHeaders()))
            .add(REASON, headerText(reason))
            .add(RECIPIENT, metaData.getConsumer())
            .add(SUBJECT, delivery.getSubject())
            .add(DELIVERIES, Long.toString(metaData.deliveredCount()));
    jobOf(delivery.getHeaders()).ifPresent(id -> headers.add(JOB, id.value()));
    var here = PublishOptions.builder().expectedStream(letters).build();
    Calls.call(() -> {
      var connection = link.live();
      boolean fits = delivery.getData().length <= connection.getMaxPayload() - ROOM_BYTES;
      return connection
          .jetStream(OPTIONS)
          .publish(
              unreadable(jobs),
              fits ? headers : headers.add(CUT, "true"),
              fits ? delivery.getData() : new byte[0],
              here);
    });
  }

  /** A header is one line of ASCII; what somebody sent, and a reason quotes, may be anything. */
  private static String headerText(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** Whether an answer is not the worker's own, but says that there could be none. */
  static boolean isWordOfFailedDelivery(Answer answer) {
    return answer instanceof Answer.Failed(var fault)
        && (fault.code().equals(UNDELIVERABLE) || fault.code().equals(UNREADABLE));
  }

  /** The job that an announcement says it is about: its message id. */
  static Optional<JobId> jobOf(Headers headers) {
    return Optional.ofNullable(headers).map(each -> each.getLast(MESSAGE_ID)).flatMap(JobId::parse);
  }

  @Override
  public List<DeadLetter> newest(int limit) {
    return Calls.call(() -> {
      var management = management();
      var state = management.getStreamInfo(letters).getStreamState();
      var found = new ArrayList<DeadLetter>();
      for (long sequence = state.getLastSequence();
          sequence >= state.getFirstSequence() && sequence > 0 && found.size() < limit;
          sequence--) {
        message(management, letters, sequence).map(this::letter).ifPresent(found::add);
      }
      return found;
    });
  }

  @Override
  public long count() {
    return Calls.call(() -> management().getStreamInfo(letters).getStreamState().getMsgCount());
  }

  @Override
  public boolean requeue(String id) {
    return Calls.call(() -> {
      var management = management();
      var found = sequence(id).flatMap(number -> read(management, letters, number));
      var original = found.flatMap(letter -> original(management, letter));
      if (original.isEmpty()) {
        return false;
      }
      // Without its id: the server would drop it as the one that it has seen.
      link.live()
          .jetStream(OPTIONS)
          .publish(
              original.get().subject(),
              TraceHeaders.of(original.get().trace()),
              original.get().data(),
              PublishOptions.builder().expectedStream(jobs).build());
      management.deleteMessage(letters, found.get().getSeq());
      return true;
    });
  }

  /** What is sent again. */
  private record Original(String subject, Optional<Tracing.Position> trace, byte[] data) {}

  /** Empty where it is not known, or no longer there. */
  private Optional<Original> original(JetStreamManagement management, MessageInfo letter) {
    if (!isAdvisory(letter)) {
      return header(letter, CUT).isPresent()
          ? Optional.empty()
          : header(letter, SUBJECT)
              .map(subject -> new Original(subject, trace(letter), data(letter)));
    }
    return readable(letter)
        .flatMap(advisory -> read(management, jobs, advisory.sequence()))
        .map(message -> new Original(message.getSubject(), trace(message), data(message)));
  }

  private static Optional<Tracing.Position> trace(MessageInfo message) {
    return TraceHeaders.read(message.getHeaders());
  }

  private static Optional<Advisory> readable(MessageInfo letter) {
    try {
      return Optional.of(Advisory.of(letter));
    } catch (Json.Unreadable foreign) {
      return Optional.empty();
    }
  }

  private DeadLetter letter(MessageInfo message) {
    var id = Long.toString(message.getSeq());
    var at = message.getTime().toInstant();
    try {
      return isAdvisory(message) ? givenUp(id, message, at) : unreadable(id, message, at);
    } catch (Json.Unreadable foreign) {
      // None of us wrote it. It must not hide the others.
      return new DeadLetter(id, Optional.empty(), "unknown", foreign.getMessage(), 0, at);
    }
  }

  private DeadLetter givenUp(String id, MessageInfo message, Instant at) {
    var advisory = Advisory.of(message);
    return new DeadLetter(
        id,
        jobOf(advisory),
        advisory.consumer(),
        "could not be handled in " + advisory.deliveries() + " deliveries",
        advisory.deliveries(),
        at);
  }

  private static DeadLetter unreadable(String id, MessageInfo message, Instant at) {
    return Members.reading(
        "dead letter",
        () ->
            new DeadLetter(
                id,
                header(message, JOB).flatMap(JobId::parse),
                required(message, RECIPIENT),
                required(message, REASON),
                Integer.parseInt(required(message, DELIVERIES)),
                at));
  }

  private static String required(MessageInfo message, String header) {
    return header(message, header)
        .orElseThrow(() -> new Json.Unreadable("has no header " + header, null));
  }

  private static Optional<String> header(MessageInfo message, String name) {
    return Optional.ofNullable(message.getHeaders()).map(headers -> headers.getLast(name));
  }

  private static byte[] data(MessageInfo message) {
    return Optional.ofNullable(message.getData()).orElseGet(() -> new byte[0]);
  }

  /** The job of the announcement that an advisory is about, as long as that is there. */
  Optional<JobId> jobOf(Advisory advisory) {
    return Calls.call(
        () -> read(management(), jobs, advisory.sequence()).flatMap(m -> jobOf(m.getHeaders())));
  }

  private static boolean isAdvisory(MessageInfo message) {
    return message.getSubject().startsWith("$JS.EVENT.ADVISORY.");
  }

  private JetStreamManagement management() throws IOException {
    return link.live().jetStreamManagement(OPTIONS);
  }

  private static Optional<Long> sequence(String id) {
    return id.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(id)) : Optional.empty();
  }

  private static Optional<MessageInfo> read(
      JetStreamManagement management, String stream, long sequence) {
    return Calls.call(() -> message(management, stream, sequence));
  }

  private static Optional<MessageInfo> message(
      JetStreamManagement management, String stream, long sequence)
      throws IOException, JetStreamApiException {
    try {
      return Optional.of(management.getMessage(stream, sequence));
    } catch (JetStreamApiException gone) {
      if (gone.getApiErrorCode() != NOT_FOUND) {
        throw gone;
      }
      return Optional.empty();
    }
  }

  /**
   * The server's word that a consumer has given a message up.
   *
   * @param sequence of the message in the stream of jobs
   */
  record Advisory(String consumer, long sequence, int deliveries) {

    static Advisory of(MessageInfo message) {
      return of(message.getData());
    }

    static Advisory of(byte[] json) {
      return Members.reading(
          "advisory",
          () -> {
            var in = new Members(Json.read(json));
            return new Advisory(
                in.text("consumer"),
                in.number("stream_seq").longValue(),
                in.number("deliveries").intValue());
          });
    }
  }
}
