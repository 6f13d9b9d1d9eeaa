/** Reading what operators and other processes of ours have laid on disk. */
package io.osapi.adapters.nats.file;
