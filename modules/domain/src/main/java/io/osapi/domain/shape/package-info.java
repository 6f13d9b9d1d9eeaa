/**
 * One description of a record, from which everything outside follows: JSON Schema, strict decoding
 * with all faults at once, command-line options, reference pages.
 */
package io.osapi.domain.shape;
