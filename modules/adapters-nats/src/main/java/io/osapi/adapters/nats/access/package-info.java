/** Who may do what at the broker, in the words of a nats-server's configuration. */
package io.osapi.adapters.nats.access;
