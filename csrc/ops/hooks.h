/* hooks: what watches the funnel from above.
 *
 * ops/ lies below autograd/, so the funnel reaches it through these pointers,
 * set once at load. */
#ifndef CT_OPS_HOOKS_H
#define CT_OPS_HOOKS_H

#include "ops/op.h"

typedef struct ct_autograd_hooks {
    /* Does any tensor argument require grad, with gradients enabled? Refuses what
     * may not be done (in-place on a leaf, out= with grad): -1. Called only when
     * some argument has meta or base. 0: no node. Positive: what record needs to
     * know of it. */
    int (*before)(ct_call *c);
    /* Makes the node of a call that has run. Runs before the version of an in-place
     * target is counted up, so saved arguments are noted as they were. */
    int (*record)(ct_call *c, int needs);
    /* Does a gradient flow to t? */
    bool (*requires_grad)(ct_tensor *t);
    /* Turns recording on or off on this thread; how it was. */
    bool (*enable)(bool on);
    /* A call is about to count the version of t, whose storage some node saved. */
    void (*wrote)(const ct_call *c, const ct_tensor *t);
} ct_autograd_hooks;
extern CT_API ct_autograd_hooks ct_grad_hooks;

/* Runs a call in mixed precision, if this thread is in it and the row concerned: 0, or -1
 * with the error set; 1 where it is to run as it is. Asked while CT_EVENT_AUTOCAST is. */
extern int (*ct_autocast_hook)(ct_call *c);

/* The call has written t, or is about to return it as written: every such write goes
 * through here, so that an error about versions can name it. */
static inline void ct_call_wrote(const ct_call *c, ct_tensor *t)
{
    if (t->storage->flags & CT_STORAGE_SAVED && ct_grad_hooks.wrote) {
        ct_grad_hooks.wrote(c, t);
    }
    ct_tensor_bump(t);
}

#endif
