package io.osapi.bootstrap.config;

import io.osapi.domain.worker.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The edge side of a worker: what it answers over NATS, and to whom.
 *
 * @param location where the host stands, for people; empty for no word
 */
public record Agent(
    DeviceId deviceId, String location, String subjectPrefix, AgentTasks tasks, Commands commands) {

  /**
   * What may be done here, whoever asks. Empty lists refuse everything.
   *
   * @param scriptsDirectory empty: no script runs
   * @param allowedServices names of systemd units
   * @param allowedLogPaths absolute, with {@code *}, {@code ?} and {@code []} within one element
   * @param timeout after which a command is ended with all it started
   * @param maxConcurrent commands at once; one more is told that the host is busy
   */
  public record Commands(
      Optional<Path> scriptsDirectory,
      List<String> allowedServices,
      List<AllowedCommand> allowedCommands,
      List<String> allowedLogPaths,
      Duration timeout,
      int maxConcurrent) {}

  /**
   * A command that may be run.
   *
   * @param line program and arguments, blanks between them folded to one
   * @param shell whether {@code /bin/sh} reads the line; else blanks part the arguments and nothing
   *     else in it means anything
   */
  public record AllowedCommand(String line, boolean shell) {}
}
