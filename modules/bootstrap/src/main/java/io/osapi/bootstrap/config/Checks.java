package io.osapi.bootstrap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What no key can know alone: what a use needs, and keys that go together. */
final class Checks {
  /** HS256 wants a key as long as its hash (RFC 7518, section 3.2). */
  static final int MIN_SIGNING_KEY_BYTES = 32;

  /** Whoever signs or checks tokens, or looks whether that would work. */
  private static final Set<Use> SIGNING = Set.of(Use.API, Use.TOKENS, Use.INSPECTION);

  private final Values values;
  private final Set<Use> uses;
  private final List<Fault> faults = new ArrayList<>();

  private Checks(Values values, Set<Use> uses) {
    this.values = values;
    this.uses = uses;
  }

  static List<Fault> of(Values values, Set<Use> uses) {
    var checks = new Checks(values, uses);
    Keys.all().forEach(checks::present);
    checks.notBoth(Keys.SIGNING_KEY, Keys.SIGNING_KEYS);
    checks.strong();
    checks.both(Keys.API_TLS);
    checks.both(Keys.NATS_TLS);
    checks.bothOf(Keys.NATS_CA_FILE, Keys.NATS_TLS.certFile());
    List.of(Keys.API_NATS, Keys.WORKER_NATS).forEach(checks::nats);
    checks.collector();
    checks.exporter();
    checks.backOff();
    checks.agentSubjects();
    return checks.faults;
  }

  private void present(Key<?> key) {
    if (key.neededBy().stream().noneMatch(uses::contains)
        || key == Keys.SIGNING_KEY && values.isGiven(Keys.SIGNING_KEYS)) {
      return;
    }
    try {
      if (values.find(key).isEmpty()) {
        var file = key.fileName().map(name -> " or " + name).orElse("");
        fault(key, "is needed; set it" + file + ", or " + key.variable());
      }
    } catch (Refused noDefaultHere) {
      fault(key, noDefaultHere.getMessage());
    }
  }

  private void strong() {
    if (uses.stream().anyMatch(SIGNING::contains)) {
      values.find(Keys.SIGNING_KEY).ifPresent(key -> strong(Keys.SIGNING_KEY, key));
      values
          .find(Keys.SIGNING_KEYS)
          .ifPresent(keys -> keys.forEach(key -> strong(Keys.SIGNING_KEYS, key)));
    }
  }

  private void strong(Key<?> key, Secret secret) {
    int length = secret.bytes().length;
    if (length < MIN_SIGNING_KEY_BYTES) {
      fault(key, "must have at least " + MIN_SIGNING_KEY_BYTES + " bytes; it has " + length);
    } else if (SampleSecrets.has(secret)) {
      fault(
          key,
          "is the value of an example, which everybody knows; 'head -c 48 /dev/urandom | base64'"
              + " makes one of your own");
    }
  }

  private void nats(NatsKeys keys) {
    both(keys.tls());
    for (var address : List.of(keys.host(), keys.port())) {
      notBoth(address, keys.url());
      notBoth(address, keys.urls());
    }
    notBoth(keys.url(), keys.urls());
    login(keys.login());
  }

  private void login(LoginKeys keys) {
    var ways = keys.ways();
    for (int i = 0; i < ways.size(); i++) {
      for (int j = i + 1; j < ways.size(); j++) {
        notBoth(ways.get(i), ways.get(j));
      }
    }
    bothOf(keys.username(), keys.password());
    bothOf(keys.password(), keys.username());
  }

  /** Of two sources the later counts, in one source two are a riddle. */
  private void notBoth(Key<?> one, Key<?> other) {
    if (values.isGiven(one)
        && values.isGiven(other)
        && values.origin(one).rank() == values.origin(other).rank()) {
      fault(other, "cannot stand beside " + one + "; give one of the two");
    }
  }

  private void both(TlsKeys keys) {
    bothOf(keys.certFile(), keys.keyFile());
    bothOf(keys.keyFile(), keys.certFile());
  }

  private void bothOf(Key<?> given, Key<?> other) {
    if (values.isGiven(given) && !values.isGiven(other)) {
      fault(given, "needs " + other + " too");
    }
  }

  private void collector() {
    if (values.get(Keys.TRACING_ENABLED)
        && values.get(Keys.TRACING_EXPORTER) == Telemetry.Exporter.OTLP
        && !values.isGiven(Keys.OTLP_ENDPOINT)) {
      fault(Keys.TRACING_EXPORTER, "needs " + Keys.OTLP_ENDPOINT + " too");
    }
  }

  private void exporter() {
    var keys = Keys.AGENT_TASKS;
    if (values.get(keys.source()) == AgentTasks.Source.EXPORTER
        && !values.isGiven(keys.exporterUrl())) {
      fault(keys.source(), "needs " + keys.exporterUrl() + " too");
    }
  }

  /** nats-server refuses a consumer with more waits than deliveries. */
  private void backOff() {
    int waits = values.get(Keys.CONSUMER_BACK_OFF).size();
    int deliveries = values.get(Keys.CONSUMER_MAX_DELIVER);
    if (waits > deliveries) {
      var culprit =
          values.isGiven(Keys.CONSUMER_BACK_OFF)
              ? Keys.CONSUMER_BACK_OFF
              : Keys.CONSUMER_MAX_DELIVER;
      fault(
          culprit,
          "leaves "
              + waits
              + " waits for "
              + deliveries
              + " deliveries: back_off may have at most max_deliver elements");
    }
  }

  /** What a stream keeps is acknowledged by it: a command's own answer would come second. */
  private void agentSubjects() {
    var prefix = values.get(Keys.AGENT.subjectPrefix()) + ".";
    var jobs = values.get(Keys.JOB_STREAM_SUBJECTS).replaceFirst(">$", "");
    for (var taken :
        List.of(jobs.endsWith(".") ? jobs : jobs + ".", "osapi.", "dead.", "_INBOX.")) {
      if (prefix.startsWith(taken) || taken.startsWith(prefix)) {
        fault(
            Keys.AGENT.subjectPrefix(),
            "must not begin like the subjects of jobs and of osapi itself, and does: "
                + taken
                + ">");
      }
    }
  }

  private void fault(Key<?> key, String message) {
    faults.add(new Fault(values.origin(key), key.name(), message));
  }
}
