package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuInfoTest {
  @Test
  void x86_says_its_model() throws Exception {
    assertThat(CpuInfo.model(Hosts.read(Hosts.DEBIAN, CpuInfo.PATH))).hasValue("AMD EPYC");
  }

  @Test
  void power_says_it_under_another_name() {
    assertThat(CpuInfo.model("processor\t: 0\ncpu\t\t: POWER9, altivec supported\n"))
        .hasValue("POWER9, altivec supported");
  }

  @Test
  void most_arm_kernels_do_not_say() {
    assertThat(CpuInfo.model("processor\t: 0\nBogoMIPS\t: 50.00\nCPU part\t: 0xd0c\n")).isEmpty();
  }
}
