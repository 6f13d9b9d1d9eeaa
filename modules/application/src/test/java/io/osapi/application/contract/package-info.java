/**
 * What the ports promise, as tests that every adapter inherits: implement the interface, supply the
 * adapter under test. Ids and host names are new in each test, so all may share one store.
 */
package io.osapi.application.contract;
