/* autocast: mixed precision, a mode of a thread. Rows that autocast.def lists as `lower`
 * run in a 16-bit dtype, those that it lists as `float32` in float32, whatever their
 * operands are.
 *
 * The funnel asks here before anything else, and only while some thread is in the mode
 * (CT_EVENT_AUTOCAST): otherwise it costs nothing. A call that is concerned gets cast
 * copies of its tensors, by rows that are recorded, so that gradients come back in the
 * dtype of the originals. While a listed row, or any that is no composite, runs, and
 * during backward, the mode is suspended: what they run in is settled.
 *
 * Casts of leaves that require grad, which are weights, are kept until the outermost
 * region ends or the weight is written. */
#ifndef CT_AUTOGRAD_AUTOCAST_H
#define CT_AUTOGRAD_AUTOCAST_H

#include "ops/op.h"

typedef enum ct_autocast_kind { /* lists of autocast.def */
                                CT_AUTOCAST_NONE,
                                CT_AUTOCAST_LOWER,
                                CT_AUTOCAST_FLOAT32,
                                CT_AUTOCAST_WIDEST,
                                CT_AUTOCAST_GIVEN
} ct_autocast_kind;

typedef struct ct_autocast_name {
    const char *name; /* NULL ends the table */
    uint8_t kind;
} ct_autocast_name;

/* Made by tools/rows.py: by a row's id, and all names of autocast.def. */
extern const uint8_t ct_autocast_kinds[];
extern const ct_autocast_name ct_autocast_names[];

typedef struct ct_autocast_state { /* of a thread */
    bool on;
    bool suspended;
    bool keeps; /* casts of weights */
    uint8_t dtype; /* of `lower`: float16 or bfloat16 */
    int nesting; /* regions that it is in */
} ct_autocast_state;

ct_autocast_state ct_autocast_get(void);
/* All but the nesting. With the interpreter lock. */
void ct_autocast_set(ct_autocast_state s);
/* Enters a region (1) or leaves one (-1); what is kept goes with the last one. How many
 * this thread is in. */
int ct_autocast_nest(int by);
void ct_autocast_clear(void);
/* How it was. */
bool ct_autocast_suspend(bool suspended);

/* ct_autocast_hook of ops/hooks.h. */
int ct_autocast_run(ct_call *c);

#endif
