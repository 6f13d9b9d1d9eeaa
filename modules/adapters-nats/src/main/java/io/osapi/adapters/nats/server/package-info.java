/** Runs a real nats-server with JetStream as a child process that never outlives this one. */
package io.osapi.adapters.nats.server;
