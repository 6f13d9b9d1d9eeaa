/** Workers that do everything that workers do, but for the operations: those are only acted. */
package io.osapi.emulator;
