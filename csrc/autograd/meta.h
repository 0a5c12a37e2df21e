/* meta: what a tensor carries when gradients concern it.
 *
 * A leaf that requires grad has requires_grad and, once used, an accumulate node;
 * a result has grad_fn and output_nr. A view notes the storage version its grad_fn
 * was made for (autograd/view.h). */
#ifndef CT_AUTOGRAD_META_H
#define CT_AUTOGRAD_META_H

#include "core/tensor.h"

typedef struct ct_node ct_node;

typedef struct ct_autograd {
    ct_tensor *grad;      /* owned */
    ct_node *grad_fn;     /* owned; NULL for a leaf */
    ct_node *accumulate;  /* owned: the leaf's AccumulateGrad */
    uint32_t output_nr;
    uint32_t view_version;
    bool requires_grad;   /* leaf only; results answer by grad_fn */
    bool retains_grad;
} ct_autograd;

/* The thread's modes. */
bool ct_grad_enabled(void);
bool ct_grad_enabled_set(bool on); /* returns the previous */
bool ct_inference_mode(void);
bool ct_inference_mode_set(bool on);
bool ct_anomaly_enabled(void);
bool ct_anomaly_enabled_set(bool on);

/* t's meta, made if there is none; NULL on memory failure. */
ct_autograd *ct_meta(ct_tensor *t);
void ct_meta_free(ct_tensor *t);

bool ct_requires_grad_slow(ct_tensor *t);
/* Does a gradient flow to t? Independent of the mode. */
static inline bool ct_requires_grad(ct_tensor *t)
{
    return (t->meta || t->base) && ct_requires_grad_slow(t);
}
static inline bool ct_is_leaf(const ct_tensor *t)
{
    return !t->meta || !t->meta->grad_fn;
}
/* requires_grad_(on), with PyTorch's errors. */
int ct_requires_grad_set(ct_tensor *t, bool on);
/* t's data without history: shares storage and version. New reference. */
ct_tensor *ct_detach(ct_tensor *t);

#endif
