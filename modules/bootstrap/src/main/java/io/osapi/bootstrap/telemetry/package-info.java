/**
 * Traces: which request caused what, from the command line to a worker's child process. The only
 * place that knows OpenTelemetry.
 */
package io.osapi.bootstrap.telemetry;
