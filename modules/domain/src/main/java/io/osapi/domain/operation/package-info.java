/**
 * What a worker can do: operations, their families and the catalogue of all.
 *
 * <p>Routes, command-line commands, schemas, scopes and reference pages are derived from here.
 */
package io.osapi.domain.operation;
