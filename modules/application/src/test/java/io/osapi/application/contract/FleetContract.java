package io.osapi.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.Fleet;
import io.osapi.application.port.Heartbeats;
import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Liveness;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link Fleet} shows of what was said to its {@link Heartbeats}. */
public interface FleetContract {
  /** Generous: reached only by a registry that is broken. */
  Duration AT_MOST = Duration.ofSeconds(30);

  /** More than any clock of a registry is off, in the same building. */
  Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

  Fleet fleet();

  Heartbeats heartbeats();

  @Test
  default void a_member_is_found_by_its_name_and_nobody_else_is() {
    var heartbeat = ready(Samples.newHost());
    heartbeats().send(heartbeat);
    var member = awaitMember(heartbeat);

    assertThat(fleet().member(member.host()))
        .hasValueSatisfying(found -> assertThat(found.heartbeat()).isEqualTo(heartbeat));
    assertThat(fleet().member(Samples.newHost())).isEmpty();
  }

  @Test
  default void a_worker_that_said_something_is_a_member_with_all_it_said() {
    var labels = new Labels(Map.of("group", "web.dev", "Rack_7", "a-1"));
    var heartbeat =
        new Heartbeat(Samples.worker(Samples.newHost(), labels, 7), Heartbeat.State.DRAINING, 3);
    heartbeats().send(heartbeat);

    assertThat(awaitMember(heartbeat).heartbeat()).isEqualTo(heartbeat);
  }

  @Test
  default void a_later_heartbeat_replaces_the_one_before() {
    var worker = Samples.worker(Samples.newHost(), Labels.NONE, 1);
    var first = new Heartbeat(worker, Heartbeat.State.READY, 0);
    var second = new Heartbeat(worker, Heartbeat.State.READY, 1);
    heartbeats().send(first);
    var heardFirst = awaitMember(first).lastHeartbeat();
    heartbeats().send(second);

    assertThat(awaitMember(second).lastHeartbeat()).isAfterOrEqualTo(heardFirst);
    assertThat(members(List.of(worker.host()))).hasSize(1);
  }

  @Test
  default void a_worker_that_is_heard_of_now_is_live_by_the_clock_of_the_registry() {
    var heartbeat = ready(Samples.newHost());
    heartbeats().send(heartbeat);

    var heard = awaitMember(heartbeat).lastHeartbeat();
    assertThat(Duration.between(heard, Instant.now()).abs()).isLessThan(CLOCK_TOLERANCE);
  }

  @Test
  default void a_worker_that_said_goodbye_is_still_known_and_gone() {
    var worker = Samples.worker(Samples.newHost(), Labels.NONE, 1);
    var goodbye = new Heartbeat(worker, Heartbeat.State.STOPPED, 0);
    heartbeats().send(ready(worker.host()));
    heartbeats().send(goodbye);

    assertThat(awaitMember(goodbye).liveness(Instant.now())).isEqualTo(Liveness.GONE);
  }

  @Test
  default void a_worker_that_was_withdrawn_is_not_known_and_may_come_again() {
    var heartbeat = ready(Samples.newHost());
    for (int round = 0; round < 5; round++) {
      heartbeats().send(heartbeat);
      awaitMember(heartbeat);
      heartbeats().withdraw(heartbeat.worker().host());
      await().atMost(AT_MOST).until(() -> members(List.of(heartbeat.worker().host())).isEmpty());
    }
  }

  @Test
  default void a_worker_that_is_withdrawn_before_it_has_joined_stays_unknown() {
    var last = ready(Samples.newHost());
    var hosts = Stream.generate(Samples::newHost).limit(20).toList();
    for (var host : hosts) {
      heartbeats().send(ready(host));
      heartbeats().withdraw(host);
    }
    heartbeats().send(last);
    awaitMember(last);

    await().atMost(AT_MOST).until(() -> members(hosts).isEmpty());
  }

  @Test
  default void of_many_words_of_a_new_worker_in_a_moment_the_last_stands() {
    for (int round = 0; round < 10; round++) {
      var worker = Samples.worker(Samples.newHost(), Labels.NONE, 1);
      for (int running = 1; running <= 5; running++) {
        heartbeats().send(new Heartbeat(worker, Heartbeat.State.READY, running));
      }
      var last = new Heartbeat(worker, Heartbeat.State.STOPPED, 0);
      heartbeats().send(last);

      assertThat(awaitMember(last).heartbeat()).isEqualTo(last);
    }
  }

  @Test
  default void members_stand_in_the_order_of_their_names() {
    var hosts = Stream.generate(Samples::newHost).limit(5).toList();
    hosts.forEach(host -> heartbeats().send(ready(host)));
    await().atMost(AT_MOST).until(() -> members(hosts).size() == hosts.size());

    assertThat(fleet().members())
        .extracting(FleetMember::host)
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  default void hosts_with_similar_names_never_mix() {
    var word = Samples.newWord();
    var hosts =
        Stream.of(".a", "_a", "-a", "a", ".A", "..a", "_.a", "_2ea", ".a.a")
            .map(end -> new HostName(word + end))
            .toList();
    hosts.forEach(host -> heartbeats().send(ready(host)));

    await()
        .atMost(AT_MOST)
        .untilAsserted(() ->
            assertThat(members(hosts))
                .extracting(FleetMember::host)
                .containsExactlyInAnyOrderElementsOf(hosts));
  }

  private static Heartbeat ready(HostName host) {
    return new Heartbeat(Samples.worker(host, Labels.NONE, 1), Heartbeat.State.READY, 0);
  }

  private FleetMember awaitMember(Heartbeat said) {
    return await()
        .atMost(AT_MOST)
        .until(
            () ->
                members(List.of(said.worker().host())).stream()
                    .filter(member ->
                        member.heartbeat().state() == said.state()
                            && member.heartbeat().runningJobs() == said.runningJobs())
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  /** This test's members, of all that the registry knows. */
  private List<FleetMember> members(Collection<HostName> hosts) {
    return fleet().members().stream().filter(member -> hosts.contains(member.host())).toList();
  }
}
