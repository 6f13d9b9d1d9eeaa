/**
 * The worker's journal in a directory of its own: one append-only file, a lock, and one thread that
 * writes. The door is {@link io.osapi.adapters.os.journal.FileJournal}.
 *
 * <p>From the outside in: {@code FileJournal} answers questions, {@code Committer} puts what
 * arrives at the same time on the disk with one sync, {@code Index} knows what lies where, {@code
 * JournalFile} knows frames and bytes, {@code Records} what is in a frame.
 */
package io.osapi.adapters.os.journal;
