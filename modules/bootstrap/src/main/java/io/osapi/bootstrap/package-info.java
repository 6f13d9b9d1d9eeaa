/** Assembles the program. */
package io.osapi.bootstrap;
