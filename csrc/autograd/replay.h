/* replay: what ran, kept so that it can run again on other data in the same memory.
 *
 * A tape listens (core/event.h) to the thread that made it and keeps the rows that ran,
 * forward and backward alike, with their attributes and with their operands as layouts
 * of storages that it shares, so that the bytes stay where they are. Of a composite it
 * keeps the parts. To run it again, write other values into the tensors that went in:
 * what came out, `.grad` and state of optimizers included, holds the new results after.
 *
 * What the host read (item, bool, printing) it may have acted on, and a tape cannot know
 * how: ct_tape_problem tells of it. A row whose result gets another shape than before is
 * an error. Numbers that are attributes stay what they were. */
#ifndef CT_AUTOGRAD_REPLAY_H
#define CT_AUTOGRAD_REPLAY_H

#include <stdint.h>

typedef struct ct_tape ct_tape;

/* Begins to listen; NULL with the error set. */
ct_tape *ct_tape_start(void);
void ct_tape_stop(ct_tape *t);
/* Runs all steps again, without gradients; -1 with the error set. */
int ct_tape_run(ct_tape *t);
void ct_tape_free(ct_tape *t);

/* The names of rows and events, in order; NULL behind the last. */
const char *ct_tape_step(const ct_tape *t, int64_t i);
/* Why running it again may give something else, one reason after the other; NULL. */
const char *ct_tape_problem(const ct_tape *t, int64_t i);

#endif
