package io.osapi.adapters.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.PublishOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.osapi.application.port.DeadLetters;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.JobId;
import io.osapi.domain.worker.HostName;
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

  private static final String MESSAGE_ID = "Nats-Msg-Id";

  /** The job, in an announcement that is sent again. */
  private static final String SENT_AGAIN = "Osapi-Job";

  private static final int NOT_FOUND = 10037;

  /** What the headers of a letter need beside its body: the reason, names, a subject. */
  private static final int ROOM_BYTES = 8 << 10;

  private final Link link;
  private final Nats.Layout layout;
  private final KeyBucket queue;
  private final Codec codec;
  private final String jobs;
  private final String letters;

  NatsDeadLetters(Link link, Nats.Layout layout, KeyBucket queue, Codec codec) {
    this.link = link;
    this.layout = layout;
    this.queue = queue;
    this.codec = codec;
    this.jobs = layout.jobs().name();
    this.letters = layout.deadLetters().name();
  }

  /** The subjects that the stream of dead letters collects. */
  static List<String> subjects(String jobsStream) {
    return List.of(unreadable(jobsStream, "*"), advisories(jobsStream));
  }

  /** Where the server tells of deliveries that it has given up. */
  static String advisories(String jobsStream) {
    return "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES." + jobsStream + ".>";
  }

  /** Where a worker puts what it cannot read; the last token says which worker. */
  static String unreadable(String jobsStream, String token) {
    return "dead." + jobsStream + "." + token;
  }

  /**
   * Keeps a delivery that a worker cannot read, whole; without its body where the server would take
   * no more than that.
   */
  static void keep(Link link, Nats.Layout layout, HostName worker, Letter letter, byte[] data) {
    var here = PublishOptions.builder().expectedStream(layout.deadLetters().name()).build();
    var subject = unreadable(layout.jobs().name(), Keys.token(worker));
    Calls.call(() -> {
      var connection = link.live();
      boolean fits = data.length <= connection.getMaxPayload() - ROOM_BYTES;
      return connection
          .jetStream(OPTIONS)
          .publish(subject, letter.headers(), fits ? data : new byte[0], here);
    });
  }

  /** Whether an answer is not the worker's own, but says that there could be none. */
  static boolean isWordOfFailedDelivery(Answer answer) {
    return answer instanceof Answer.Failed(var fault)
        && (fault.code().equals(UNDELIVERABLE) || fault.code().equals(UNREADABLE));
  }

  /** As {@link #isWordOfFailedDelivery}, but only where the server gave it up. */
  static boolean isWordThatItWasGivenUp(Answer answer) {
    return answer instanceof Answer.Failed(var fault) && fault.code().equals(UNDELIVERABLE);
  }

  /** The job that an announcement says it is about: its message id, where it has one. */
  static Optional<JobId> jobOf(Headers headers) {
    return Optional.ofNullable(headers)
        .map(each -> Optional.ofNullable(each.getLast(MESSAGE_ID)).orElse(each.getLast(SENT_AGAIN)))
        .flatMap(JobId::parse);
  }

  /** Whether an announcement comes from the dead letters. */
  static boolean isSentAgain(Headers headers) {
    return headers.containsKey(SENT_AGAIN);
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
              original.get().headers(),
              original.get().data(),
              PublishOptions.builder().expectedStream(jobs).build());
      management.deleteMessage(letters, found.get().getSeq());
      return true;
    });
  }

  /** What is sent again. */
  private record Original(
      String subject, Optional<Tracing.Position> trace, Optional<JobId> job, byte[] data) {

    Headers headers() {
      var headers = TraceHeaders.of(trace);
      job.ifPresent(id -> headers.add(SENT_AGAIN, id.value()));
      return headers;
    }
  }

  /** Empty where it is not known, or no longer there. */
  private Optional<Original> original(JetStreamManagement management, MessageInfo letter) {
    return isAdvisory(letter)
        ? readable(letter)
            .flatMap(advisory -> read(management, jobs, advisory.sequence()))
            .map(message ->
                new Original(
                    message.getSubject(),
                    trace(message),
                    jobOf(message.getHeaders()),
                    data(message)))
        : stored(letter);
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

  /**
   * What a worker puts here is its word, and must not become an announcement of ours: what is sent
   * again is the job as it was stored, and only if it is for that worker.
   */
  private Optional<Original> stored(MessageInfo letter) {
    return Letter.of(letter.getHeaders())
        .job()
        .flatMap(id -> queue.last(Keys.job(id)))
        .map(entry -> codec.job(entry.value()))
        .filter(job -> senderOf(letter).filter(job::concerns).isPresent())
        .map(job ->
            new Original(
                Subjects.below(layout.jobs().subjects()).announcement(job),
                trace(letter),
                Optional.of(job.id()),
                new Announcements(codec).write(job)));
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

  private DeadLetter unreadable(String id, MessageInfo message, Instant at) {
    var letter = Letter.of(message.getHeaders());
    return new DeadLetter(
        id,
        letter.job(),
        senderOf(message).map(host -> Topology.ownConsumer(layout, host)).orElse("unknown"),
        letter.reason(),
        letter.deliveries(),
        at);
  }

  /** Whose subject it came on; empty where that is no host's. */
  private Optional<HostName> senderOf(MessageInfo letter) {
    return Keys.validHost(letter.getSubject().substring(unreadable(jobs, "").length()));
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

  static Optional<MessageInfo> read(JetStreamManagement management, String stream, long sequence) {
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
