/* writer: who wrote to storages that graph nodes have saved.
 *
 * A small table of the last writes, so that a version error can name the ops and the
 * lines. Bounded: the oldest writes of a bucket are forgotten first. */
#ifndef CT_AUTOGRAD_WRITER_H
#define CT_AUTOGRAD_WRITER_H

#include "ops/op.h"

/* Called for each in-place write to a storage flagged CT_STORAGE_SAVED, before its
 * version is counted up. */
void ct_writer_note(const ct_op *op, const ct_storage *s);
/* "it was modified by add_ at train.py:12, mul_ at train.py:13": the writes that are
 * known since `version`. */
void ct_writer_text(const ct_storage *s, uint32_t version, char *text, size_t size);
/* A storage has died: ct_storage_forget. */
void ct_writer_forget(ct_storage *s);

#endif
