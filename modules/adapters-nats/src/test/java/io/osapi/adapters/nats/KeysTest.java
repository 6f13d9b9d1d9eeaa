package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import io.osapi.domain.access.TokenId;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private static final long SEED = 20_26;
  private static final int NAMES = 200_000;
  private static final int HOSTILE_NAMES = 20_000;
  private static final Pattern ONE_TOKEN = Pattern.compile("[A-Za-z0-9_-]+");

  @Test
  void no_two_host_names_share_a_token_and_each_can_be_read_back() {
    var random = new Random(SEED);
    var hostOf = new HashMap<String, HostName>();
    for (int i = 0; i < NAMES; i++) {
      var host = new HostName(randomName(random));
      var token = Keys.token(host);

      assertThat(token).matches(ONE_TOKEN);
      assertThat(Keys.host(token)).isEqualTo(host);
      var other = hostOf.put(token, host);
      assertThat(other == null || other.equals(host)).as("%s and %s", host, other).isTrue();
    }
  }

  /** Few letters, so that names are near each other and near what the encoding writes. */
  private static String randomName(Random random) {
    var letters = "ud_.-a";
    var name = new StringBuilder("u");
    for (int length = random.nextInt(12); length > 0; length--) {
      name.append(letters.charAt(random.nextInt(letters.length())));
    }
    return name.append('d').toString();
  }

  /**
   * What means something to NATS, to a path or to who reads lines, wherever it stands in a name.
   */
  @ParameterizedTest
  @ValueSource(strings = {"web-01", "group:web.dev", "a:b", "x", "_any", "_all", ""})
  void no_target_widens_or_leaves_its_subject(String usual) {
    var random = new Random(SEED);
    var targetOf = new HashMap<String, Target>();
    for (int i = 0; i < HOSTILE_NAMES; i++) {
      var text = hostile(usual, random);
      parsed(text)
          .ifPresent(target -> {
            var subject = subjectOf(target);
            assertThat(subject.split("\\.", -1))
                .as("%s", text)
                .hasSize(tokens(target))
                .allMatch(token -> token.matches("[A-Za-z0-9_-]+"));
            var other = targetOf.put(subject, target);
            assertThat(other == null || other.equals(target)).as("%s, %s", text, other).isTrue();
          });
      assertThat(JobId.parse(text)).isEmpty();
    }
  }

  @Test
  void no_two_tokens_share_the_key_of_their_revocation() {
    var random = new Random(SEED);
    var idOf = new HashMap<String, String>();
    for (int i = 0; i < HOSTILE_NAMES; i++) {
      var text = hostile("a.b", random);
      if (TokenId.isValid(text)) {
        var key = Keys.revokedToken(new TokenId(text));
        assertThat(key).matches("[0-9a-f]+");
        assertThat(idOf.putIfAbsent(key, text)).isIn(null, text);
      }
    }
    assertThat(idOf).hasSizeGreaterThan(1_000);
  }

  private static String hostile(String usual, Random random) {
    var meaningful = ".*>$ \t\r\n\0/:_-\\%#,;\u202e\u00e9";
    var text = new StringBuilder(usual);
    for (int more = random.nextInt(4); more >= 0; more--) {
      var letter = meaningful.charAt(random.nextInt(meaningful.length()));
      text.insert(random.nextInt(text.length() + 1), letter);
    }
    return text.toString();
  }

  private static Optional<Target> parsed(String text) {
    try {
      return Optional.of(Target.parse(text, "/target"));
    } catch (ProblemException refused) {
      return Optional.empty();
    }
  }

  private static String subjectOf(Target target) {
    var job =
        target instanceof Target.Any ? Samples.job(target) : job(target, new HostName("expected"));
    return Subjects.below("jobs.>").announcement(job);
  }

  /** {@code jobs.query} and what follows for such a target. */
  private static int tokens(Target target) {
    return switch (target) {
      case Target.Any _, Target.All _ -> 3;
      case Target.Host _ -> 4;
      case Target.Label(_, var path) -> 4 + path.split("\\.").length;
    };
  }

  @Test
  void a_worker_hears_its_name_broadcasts_and_each_label_with_all_above_it() {
    var worker =
        Samples.worker(new HostName("web-01.lan"), new Labels(Map.of("group", "web.dev.eu")), 1);

    assertThat(Subjects.below("jobs.>").ownFilters(worker))
        .containsExactly(
            "jobs.*.host.web-01_dlan",
            "jobs.*._all",
            "jobs.*.label.group.web",
            "jobs.*.label.group.web.dev",
            "jobs.*.label.group.web.dev.eu");
  }

  @Test
  void an_announcement_says_whether_the_operation_reads_and_whom_it_is_for() {
    var subjects = Subjects.below("jobs.>");
    var host = new HostName("db_1");

    assertThat(subjects.announcement(Samples.job(new Target.Any()))).isEqualTo("jobs.query._any");
    assertThat(subjects.announcement(job(new Target.All(), host))).isEqualTo("jobs.query._all");
    assertThat(subjects.announcement(job(new Target.Host(host), host)))
        .isEqualTo("jobs.query.host.db_u1");
    assertThat(subjects.announcement(job(new Target.Label("group", "web.dev"), host)))
        .isEqualTo("jobs.query.label.group.web.dev");
  }

  private static Job job(Target target, HostName host) {
    return Samples.job(target, List.of(host).toArray(HostName[]::new));
  }
}
