/** osapi's ports on NATS JetStream. {@link io.osapi.adapters.nats.Nats} is the door. */
package io.osapi.adapters.nats;
