package io.osapi.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.AuthHandler;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.impl.Headers;
import io.osapi.adapters.nats.key.NKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Puts messages into the streams and buckets that no process of ours would write: past the product,
 * by a connection of its own. Remembers those that the server has confirmed.
 */
final class Poison implements AutoCloseable {
  /** Less than what nats-server takes by so much that there is no room for anything else. */
  private static final int HUGE_BYTES = (1 << 20) - 64;

  private static final int REST_MILLIS = 700;

  private final Queue<Dose> given = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> hosts;
  private final Random random;
  private final Connection connection;
  private final Thread giver = Thread.ofVirtual().name("poison").unstarted(this::giveUntilOver);
  private int number;

  /** What is to become of it. */
  enum End {
    /** It was to be delivered: it is kept among the dead letters, whole. */
    DEAD_LETTER,
    /** It was to be delivered, and its body is more than a dead letter can hold. */
    DEAD_LETTER_WITHOUT_BODY,
    /** It is no record of ours: a line in the log names it. */
    LOGGED,
    /** It is for nobody, or somebody else: nothing comes of it. */
    NOTHING
  }

  /**
   * One message.
   *
   * @param subject no two of those that end in a log line have the same
   * @param body no two of those that end as a dead letter have the same
   */
  record Dose(String subject, Headers headers, byte[] body, End end) {

    Dose(String subject, String body, End end) {
      this(subject, new Headers(), body.getBytes(UTF_8), end);
    }

    Dose with(String name, String value) {
      var more = new Headers(headers).put(name, value);
      return new Dose(subject, more, body, end);
    }

    @Override
    public String toString() {
      return end + " " + subject + " " + new String(body, 0, Math.min(80, body.length), UTF_8);
    }
  }

  Poison(int natsPort, Path credentials, List<String> hosts, long seed)
      throws IOException, InterruptedException {
    this.hosts = hosts;
    this.random = new Random(seed);
    this.connection =
        io.nats.client.Nats.connect(
            new Options.Builder()
                .server("nats://127.0.0.1:" + natsPort)
                // As the API role: nobody else may write so much.
                .authHandler(new Seed(NKey.in(Files.readString(credentials)).orElseThrow()))
                .inboxPrefix("_INBOX.api")
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(200))
                .reconnectBufferSize(0)
                .errorListener(new io.nats.client.ErrorListener() {})
                .build());
  }

  void start() {
    giver.start();
  }

  /** What the server said that it has. */
  List<Dose> given() {
    return List.copyOf(given);
  }

  Connection connection() {
    return connection;
  }

  /** Gives no more. */
  void stop() throws InterruptedException {
    over.countDown();
    giver.join();
  }

  @Override
  public void close() {
    over.countDown();
    try {
      connection.close();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void giveUntilOver() {
    try {
      while (!over.await(random.nextInt(REST_MILLIS), TimeUnit.MILLISECONDS)) {
        give(next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void give(Dose dose) {
    try {
      connection
          .jetStream()
          .publish(dose.subject(), dose.headers(), dose.body(), PublishOptions.builder().build());
      given.add(dose);
    } catch (IOException | JetStreamApiException | IllegalStateException outage) {
      // Nobody said that it is there; should it be, it is one more that must not harm.
    }
  }

  private Dose next() {
    number++;
    var host = hosts.get(random.nextInt(hosts.size()));
    var subject = random.nextBoolean() ? "jobs.modify._any" : "jobs.modify.host." + host;
    return switch (random.nextInt(28)) {
      case 0 -> letter(subject, "no JSON " + number);
      case 1 -> letter(subject, "[" + number + "]");
      case 2 -> letter(subject, "{\"v\":99,\"id\":\"" + number + "\"}");
      case 3 -> letter(subject, job("chaos.mark.unknown", host, "{\"key\":\"stray\"}"));
      case 4 -> letter(subject, badId("\\r\\n\\u00fc" + number));
      case 5 -> letter(subject, badId(number + "x".repeat(500_000)));
      case 6 -> letter(subject, job("chaos.mark.update", host, "{\"key\":7}"));
      case 7 -> letter(subject, job("chaos.mark.update", "a b", "{\"key\":\"stray\"}"));
      case 8 -> truncated(subject, job("chaos.mark.update", host, "{\"key\":\"stray\"}"));
      case 9 -> letter(subject, "[".repeat(50_000) + number);
      case 10 -> new Dose(subject, huge(), End.DEAD_LETTER_WITHOUT_BODY);
      case 11 -> letter(subject, "again " + number).with("Nats-Msg-Id", "no id " + number);
      case 12 -> letter(subject, "of a job that is not there " + number).with("Nats-Msg-Id", id());
      case 13 -> new Dose("jobs.modify.host." + host, toAnother(host), End.NOTHING);
      case 14 -> new Dose("jobs.modify.host.nobody", "no JSON " + number, End.NOTHING);
      case 15 -> new Dose("jobs.strange." + number + ".a.b", "no JSON " + number, End.NOTHING);
      // What is announced is done, stored or not: who may announce may have it done.
      case 16 -> new Dose(subject, job("chaos.look.get", "_any", "{}"), End.NOTHING);
      case 17 -> record("$KV.job-queue.jobs." + id());
      case 18 -> record("$KV.job-queue.jobs.no-id-" + number);
      case 19 -> record("$KV.job-queue.status." + id() + ".started." + host + ".0");
      case 20 -> record("$KV.job-queue.status.no-id-" + number + ".cancelled._api.0");
      case 21 -> record("$KV.job-queue.status.short-" + number);
      case 22 -> record("$KV.job-responses." + id() + "." + host);
      case 23 -> record("$KV.job-responses.nothing-" + number);
      case 24 -> record("$KV.workers.-" + number).with("KV-Operation", "DEL");
      case 25 -> record("$KV.workers.w-" + number);
      case 26 -> letter("dead.JOBS." + host, "no letter " + number);
      // Begins like what is deflated.
      case 27 -> letter(subject, "x" + number);
      default -> throw new AssertionError("no such poison");
    };
  }

  /** Proves that we are who the seed is of. */
  private record Seed(NKey key) implements AuthHandler {

    @Override
    public byte[] sign(byte[] nonce) {
      return key.sign(nonce);
    }

    @Override
    public char[] getID() {
      return key.publicKey().toCharArray();
    }

    @Override
    public char[] getJWT() {
      return new char[0];
    }
  }

  private static String badId(String id) {
    return "{\"v\":1,\"workers\":\" \",\"id\":\"" + id + "\"}";
  }

  private static Dose letter(String subject, String body) {
    return new Dose(subject, body, End.DEAD_LETTER);
  }

  private Dose record(String subject) {
    return new Dose(subject, "no JSON " + number, End.LOGGED);
  }

  private Dose truncated(String subject, String job) {
    return letter(subject, job.substring(0, random.nextInt(1, job.length())) + number);
  }

  private String huge() {
    return number + "x".repeat(HUGE_BYTES - 10);
  }

  /** It reaches a host by its subject, and another one is meant. */
  private String toAnother(String host) {
    var other = hosts.get((hosts.indexOf(host) + 1) % hosts.size());
    return job("chaos.mark.update", other, "{\"key\":\"stray\"}", " " + other + " ");
  }

  private String job(String operation, String target, String input) {
    return job(operation, target, input, " ");
  }

  /**
   * @param workers whom it says that it is for; blank for whoever gets it
   */
  private String job(String operation, String target, String input, String workers) {
    var now = Instant.now();
    return """
    {"v":1,"id":"%s","operation":"%s","input":%s,"target":"%s","workers":"%s","timeout":"PT5S",\
    "created_at":"%s","expires_at":"%s","created_by":"poison"}\
    """
        .formatted(id(), operation, input, target, workers, now, now.plus(Duration.ofMinutes(10)));
  }

  private String id() {
    return "01a1feda-%04x-7%03x-a000-%012x"
        .formatted(random.nextInt(1 << 16), random.nextInt(1 << 12), number);
  }
}
