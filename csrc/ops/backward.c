/* backward: the rows that gradients of formula rows are.
 *
 * For each gradient text tools/rows.py makes a row, sin_backward(grad, input), whose
 * formula is the text and whose operands are what it reads. Backward runs it in either
 * mode, so that recording a gradient changes no bit of it; its own gradient is that of its
 * steps, run as ops (autograd/body.c). */
#include "ops/op.h"

int ct_backward_check(ct_call *c);

/* Does t broadcast to g? What was saved may have been given another layout since. */
static bool broadcasts(const ct_tensor *t, const ct_tensor *g)
{
    int extra = g->ndim - t->ndim;
    for (int d = 0; extra >= 0 && d < t->ndim; d++) {
        if (t->shape[d] != 1 && t->shape[d] != g->shape[d + extra]) {
            return false;
        }
    }
    return extra >= 0;
}

/* All operands broadcast to the first, which is the incoming gradient; the last two
 * arguments are the dtype to compute in and that of the result. */
int ct_backward_check(ct_call *c)
{
    ct_tensor *g = FIRST(c);
    int last = c->op->nparam - 1;
    for (int i = 1; i < c->op->arity; i++) {
        const ct_tensor *t = c->arg[i].tensor;
        if (!ct_tensor_same_shape(g, t) && !broadcasts(t, g)) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected a saved tensor that broadcasts to %s, as it "
                            "did in the forward call, got one of shape %s",
                            c->op->name, ct_tensor_shape_str(g),
                            ct_tensor_shape_str(t));
        }
    }
    c->compute = (uint8_t)c->arg[last - 1].i;
    return ct_call_following(c, 0, (ct_dtype)c->arg[last].i, g);
}
