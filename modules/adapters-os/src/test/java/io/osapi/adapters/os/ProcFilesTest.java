package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProcFilesTest {

  @Test
  void uptime_is_the_first_field_in_whole_seconds() throws Exception {
    assertThat(ProcUptime.parse("350735.47 234388.90\n")).isEqualTo(Duration.ofSeconds(350_735));
  }

  @Test
  void an_uptime_without_seconds_is_refused_by_name() {
    assertThatThrownBy(() -> ProcUptime.parse(""))
        .isInstanceOf(OperationFailure.class)
        .hasMessage("/proc/uptime has no first field in seconds");
  }

  @Test
  void stat_tells_the_boot_time_and_the_processors_that_are_online() throws Exception {
    assertThat(ProcStat.parse(Hosts.read(Hosts.DEBIAN, ProcStat.PATH)))
        .isEqualTo(new ProcStat(Instant.ofEpochSecond(1_795_265_384L), 2));
  }

  @Test
  void a_processor_that_is_offline_has_no_line_and_does_not_count() throws Exception {
    var stat = "cpu  3 0 3 9\ncpu0 1 0 1 3\ncpu3 2 0 2 6\nbtime 1700000000\n";
    assertThat(ProcStat.parse(stat).cpus()).isEqualTo(2);
  }

  @Test
  void a_stat_without_boot_time_is_refused_by_name() {
    assertThatThrownBy(() -> ProcStat.parse("cpu0 1 0 1 3\n"))
        .isInstanceOf(OperationFailure.class)
        .hasMessage("/proc/stat has no line 'btime <seconds>'");
  }

  @Test
  void loadavg_begins_with_three_averages() throws Exception {
    assertThat(LoadAverage.parse("0.57 12.28 100.12 2/107 12658\n"))
        .isEqualTo(new LoadAverage(0.57, 12.28, 100.12));
  }

  @Test
  void a_loadavg_without_averages_is_refused_by_name() {
    assertThatThrownBy(() -> LoadAverage.parse("none\n"))
        .isInstanceOf(OperationFailure.class)
        .hasMessageContaining("/proc/loadavg");
  }
}
