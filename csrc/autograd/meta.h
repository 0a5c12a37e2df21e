/* meta: what a tensor carries when gradients concern it.
 *
 * A leaf that requires grad has requires_grad and, while a graph uses it, an
 * accumulate node; a result has grad_fn and output_nr. A view notes the storage
 * version its grad_fn was made for (view.h). Hooks of a leaf live here, hooks of a
 * result on its grad_fn, so that they run even when the tensor is gone. */
#ifndef CT_AUTOGRAD_META_H
#define CT_AUTOGRAD_META_H

#include "core/tensor.h"

typedef struct ct_node ct_node;
typedef struct ct_hook ct_hook; /* hook.h */

/* How a view came about; all but the first refuse in-place writes. */
typedef enum ct_creation {
    CT_CREATION_DEFAULT,
    CT_CREATION_OF_LEAF, /* of a leaf that requires grad, itself a view of what does not */
    CT_CREATION_NO_GRAD, /* made under no_grad of a tensor that requires grad */
    CT_CREATION_MULTI, /* one of several results: unbind, split */
    CT_CREATION_FUNCTION /* by an autograd.Function, whose backward must stay */
} ct_creation;

typedef struct ct_autograd {
    ct_tensor *grad; /* owned */
    ct_node *grad_fn; /* owned; NULL for a leaf */
    ct_node *accumulate; /* borrowed: the node owns the leaf and clears this */
    ct_node *idle; /* a dead accumulate node, kept for the next graph */
    ct_hook *hooks; /* owned; of a leaf */
    uint32_t output_nr;
    uint32_t view_version;
    uint8_t creation; /* ct_creation */
    bool requires_grad; /* leaf only; results answer by grad_fn */
    bool retains_grad;
} ct_autograd;

/* ---- modes: of the calling thread --------------------------------------- */

typedef struct ct_modes {
    bool no_grad; /* negated, so that zeroed memory is the default */
    bool inference;
} ct_modes;
extern CT_THREAD_LOCAL ct_modes ct_modes_now;

static inline bool ct_grad_enabled(void)
{
    return !ct_modes_now.no_grad;
}
/* Both set functions return the previous value. */
static inline bool ct_grad_enabled_set(bool on)
{
    bool was = !ct_modes_now.no_grad;
    ct_modes_now.no_grad = !on;
    return was;
}
static inline bool ct_inference_mode(void)
{
    return ct_modes_now.inference;
}
bool ct_inference_mode_set(bool on);

/* Anomaly mode is the process's, as in PyTorch. */
typedef struct ct_anomaly {
    bool on;
    bool check_nan;
} ct_anomaly;
extern ct_anomaly ct_anomaly_now;

/* ---- meta --------------------------------------------------------------- */

/* t's meta, made if there is none; NULL with the error set. */
ct_autograd *ct_meta(ct_tensor *t);
/* Drops what the meta holds and the meta. What a dying tensor calls. */
void ct_meta_free(ct_tensor *t);
/* Gives the cached blocks back to the system. */
void ct_meta_release(void);

bool ct_requires_grad_slow(const ct_tensor *t); /* what the next cannot tell */
/* Does a gradient flow to t? Independent of the mode. */
static inline bool ct_requires_grad(const ct_tensor *t)
{
    const ct_autograd *m = t->meta;
    return m ? m->grad_fn || m->requires_grad || ct_requires_grad_slow(t)
             : t->base && ct_requires_grad_slow(t);
}
/* Not the result of a recorded operation. */
static inline bool ct_is_leaf(const ct_tensor *t)
{
    if (!t->meta) {
        return !t->base || !ct_requires_grad_slow(t);
    }
    return !t->meta->grad_fn && !(t->base && ct_requires_grad_slow(t));
}
/* requires_grad_(on), with PyTorch's errors. */
int ct_requires_grad_set(ct_tensor *t, bool on);
/* t.grad = grad (NULL: None), with PyTorch's checks. */
int ct_grad_set(ct_tensor *t, ct_tensor *grad);
/* The gradient of this non-leaf is to be kept. */
int ct_retain_grad(ct_tensor *t);
/* t's data without history: shares storage and version. New reference. */
ct_tensor *ct_detach(ct_tensor *t);
/* Takes the history off t itself; views refuse. */
int ct_detach_inplace(ct_tensor *t);

/* Makes t output `nr` of node (stolen), replacing its history. */
int ct_history_set(ct_tensor *t, ct_node *node, uint32_t nr);

#endif
