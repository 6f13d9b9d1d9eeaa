/**
 * Operations on this host. The door is {@link io.osapi.adapters.os.HostOperations}; each family has
 * one provider whose {@code register} reads like a table.
 *
 * <p>Acquiring and parsing are apart: a parser takes text, touches nothing, and is tested with
 * files of real systems.
 */
package io.osapi.adapters.os;
