/**
 * Views that are rebuilt from events: what lists and counts need, so that nobody scans the store.
 */
package io.osapi.application.projection;
