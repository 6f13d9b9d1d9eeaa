/** Who may use the broker of this host: its state on disk, the same for all roles there. */
package io.osapi.adapters.nats.enrolment;
