/** NATS' own kind of keys, on the JDK's Ed25519. */
package io.osapi.adapters.nats.key;
