package io.osapi.bootstrap;

import io.osapi.adapters.cli.Cli;
import java.util.List;

/**
 * What an image may lack, as the one for workers does. Asked for before any class of it is touched.
 */
enum Part {
  /** The REST API and what signs its tokens. */
  API("API", "io.osapi.adapters.http"),

  EMULATOR("emulator", "io.osapi.emulator");

  private static final int FAILED = 1;

  private final String text;
  private final String module;

  Part(String text, String module) {
    this.text = text;
    this.module = module;
  }

  /**
   * @throws Cli.Refused where it is not in this image; says what to install instead
   */
  void require() {
    if (!isHere()) {
      throw new Cli.Refused(
          FAILED,
          List.of(
              "This image of osapi has no " + text + " (the module " + module + ").",
              "Install osapi, which has every role, in place of osapi-worker; or run the command"
                  + " on a host that has it."));
    }
  }

  private boolean isHere() {
    // On a class path there are no modules, and everything is there.
    return !Part.class.getModule().isNamed() || ModuleLayer.boot().findModule(module).isPresent();
  }
}
