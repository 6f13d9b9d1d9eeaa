package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import io.nats.service.Endpoint;
import io.nats.service.Service;
import io.nats.service.ServiceBuilder;
import io.nats.service.ServiceEndpoint;
import io.nats.service.ServiceMessage;
import io.osapi.application.port.CommandIntake;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Fault;
import io.osapi.domain.worker.DeviceId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The commands of an edge worker as one micro service of NATS, which its tools find and can ask for
 * statistics.
 */
final class NatsCommands implements CommandIntake {
  static final String SERVICE_NAME = "osapi-agent";

  /** Requests in hand at once, those that wait for a disk or for systemd among them. */
  static final int MAX_IN_HAND = 64;

  private static final System.Logger LOG = System.getLogger(NatsCommands.class.getName());
  private static final Duration FLUSH = Duration.ofSeconds(2);
  private static final Fault BUSY = new Fault("busy", "busy");
  private static final Fault STOPPING = new Fault("stopping", "the worker is stopping");
  private static final Fault INTERNAL =
      new Fault("internal", "something failed on our side; the worker's log has the details");

  private final Link link;
  private final AgentSubjects subjects;
  private final DeviceId device;
  private final String version;
  private final Tracing tracing;
  private final Semaphore hands = new Semaphore(MAX_IN_HAND);
  private volatile boolean stopping;
  private Connection served;
  private Optional<Service> service = Optional.empty();

  /**
   * @param version of osapi, which is the service's too
   */
  NatsCommands(
      Link link, AgentSubjects subjects, DeviceId device, String version, Tracing tracing) {
    this.link = link;
    this.subjects = subjects;
    this.device = device;
    this.version = version;
    this.tracing = tracing;
  }

  @Override
  public Running open(Handler handler) {
    link.onConnect(connection -> serve(connection, handler));
    return this::drain;
  }

  /** A connection that was lost and is back has its subscriptions again by itself. */
  private synchronized void serve(Connection connection, Handler handler) {
    if (connection == served || stopping) {
      return;
    }
    served = connection;
    var made = builder(connection, handler).build();
    service = Optional.of(made);
    made.startService();
    LOG.log(INFO, "answers commands at {0}", subjects.commands(device));
  }

  private ServiceBuilder builder(Connection connection, Handler handler) {
    var builder =
        Service.builder()
            .connection(connection)
            .name(SERVICE_NAME)
            .version(version)
            .description("Commands of an osapi edge worker")
            .metadata(Map.of("device_id", device.value()));
    for (var command : Command.values()) {
      builder.addServiceEndpoint(
          ServiceEndpoint.builder()
              .endpoint(
                  Endpoint.builder()
                      .name(command.text())
                      .subject(subjects.command(device, command.text()))
                      .build())
              .handler(message -> take(new Asked(connection, command, message), handler))
              .build());
    }
    return builder;
  }

  /** A request, and where its answer goes. */
  private record Asked(Connection connection, Command command, ServiceMessage message) {}

  /** On the client's own thread: what takes its time goes on another. */
  private void take(Asked asked, Handler handler) {
    if (!hands.tryAcquire()) {
      reply(asked, declined(asked, handler, stopping ? STOPPING : BUSY));
      return;
    }
    Thread.ofVirtual()
        .name("command " + asked.command().text())
        .start(() -> {
          try {
            answer(asked, handler);
          } finally {
            hands.release();
          }
        });
  }

  private void answer(Asked asked, Handler handler) {
    tracing.run(
        activity(asked),
        running -> {
          var reply = answered(asked, handler);
          reply.error().ifPresent(fault -> running.failed(fault.code()));
          reply(asked, reply);
        });
  }

  private static Reply answered(Asked asked, Handler handler) {
    try {
      return handler.answer(asked.command(), request(asked.message().getData()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return declined(asked, handler, STOPPING);
    } catch (RuntimeException bug) {
      LOG.log(ERROR, asked.command().text() + " failed unexpectedly", bug);
      return declined(asked, handler, INTERNAL);
    }
  }

  private static Reply declined(Asked asked, Handler handler, Fault why) {
    try {
      return handler.answer(asked.command(), new Request.Declined(why));
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("nothing is waited for where nothing is done", impossible);
    }
  }

  private static Request request(byte[] text) {
    try {
      return new Request.Members(Json.read(text));
    } catch (Json.Unreadable noObject) {
      return new Request.NoObject();
    }
  }

  private void reply(Asked asked, Reply reply) {
    // Who gives no subject for the answer wants none.
    if (asked.message().getReplyTo() == null) {
      return;
    }
    try {
      var headers = new Headers();
      reply
          .error()
          .ifPresent(fault ->
              headers
                  .add(ServiceMessage.NATS_SERVICE_ERROR, ReplyText.header(fault.message()))
                  .add(ServiceMessage.NATS_SERVICE_ERROR_CODE, ReplyText.statusOf(fault)));
      var body = ReplyText.fitting(reply.members(), asked.connection().getMaxPayload());
      asked.message().respond(asked.connection(), body, headers);
    } catch (IllegalStateException | IllegalArgumentException lost) {
      LOG.log(
          WARNING,
          "the answer to {0} could not be given: {1}",
          asked.command().text(),
          lost.getMessage());
    }
  }

  private Tracing.Activity activity(Asked asked) {
    return new Tracing.Activity(
        "agent " + asked.command().text(),
        Tracing.Kind.SERVER,
        TraceHeaders.read(asked.message().getHeaders()),
        Map.of("messaging.system", "nats", "messaging.destination.template", "{prefix}.{id}.cmd"),
        Map.of("command", asked.command().text()));
  }

  private boolean drain(Duration atMost) {
    Optional<Service> running;
    synchronized (this) {
      stopping = true;
      running = service;
    }
    // Unsubscribes first; what has come by then is still answered.
    running.filter(each -> link.isConnected()).ifPresent(Service::stop);
    try {
      boolean ended = hands.tryAcquire(MAX_IN_HAND, atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (link.isConnected()) {
        link.live().flush(FLUSH);
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.TimeoutException serverGone) {
      return false;
    }
  }
}
