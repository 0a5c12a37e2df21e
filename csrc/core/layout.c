/* layout: the order of dims, by the steps of the operands along them. */
#include "core/layout.h"

#include <stdlib.h>

/* Bytes from one place of t to the next along a dim of the result; 0 where there is no
 * next, or t is broadcast. */
static int64_t pace(ct_block b, const ct_tensor *t, int dim)
{
    int own = dim - (b.ndim - t->ndim);
    return own >= 0 && t->shape[own] > 1 ? llabs(t->strides[own]) : 0;
}

/* Must `outer`, which is outside of `inner` so far, become the inner one of the two? -1:
 * no, 1: yes, 0: nothing decides. */
static int compare(ct_block b, int n, ct_tensor *const *like, int outer, int inner)
{
    for (int i = 0; i < n; i++) {
        int64_t o = pace(b, like[i], outer), p = pace(b, like[i], inner);
        if (o != 0 && p != 0 && o != p) {
            return o < p ? 1 : -1;
        }
    }
    return 0;
}

/* Steps that nothing decides are passed over: what is further out may be decided. */
static void find_order(ct_block b, int n, ct_tensor *const *like, int *order)
{
    for (int d = 0; d < b.ndim; d++) {
        order[d] = d;
    }
    for (int d = b.ndim - 2; d >= 0; d--) {
        int at = d;
        for (int next = d + 1; next < b.ndim; next++) {
            int decided = compare(b, n, like, order[at], order[next]);
            if (decided < 0) {
                break;
            }
            if (decided > 0) {
                int dim = order[at];
                order[at] = order[next];
                order[next] = dim;
                at = next;
            }
        }
    }
}

/* Strides without gaps; order[] holds the dims from the outermost. */
static void lay_out(ct_block b, const int *order, int64_t *strides)
{
    int64_t step = b.itemsize;
    for (int i = b.ndim - 1; i >= 0; i--) {
        strides[order[i]] = step;
        step *= b.shape[order[i]];
    }
}

static bool is_empty(ct_block b)
{
    for (int d = 0; d < b.ndim; d++) {
        if (b.shape[d] == 0) {
            return true;
        }
    }
    return false;
}

bool ct_layout_follow_slow(ct_block b, int n, ct_tensor *const *like, int64_t *strides)
{
    int order[CT_MAX_NDIM];
    if (is_empty(b)) {
        return false;
    }
    find_order(b, n, like, order);
    lay_out(b, order, strides);
    return true;
}

void ct_layout_set(ct_tensor *t, const int64_t *strides)
{
    for (int d = 0; d < t->ndim; d++) {
        t->strides[d] = strides[d];
    }
    if (!ct_shape_contiguous(t->ndim, t->shape, t->strides, ct_tensor_itemsize(t))) {
        t->flags &= ~(uint32_t)CT_TENSOR_CONTIGUOUS;
    }
}

/* ---- memory formats ------------------------------------------------------ */

static const struct {
    const char *name;
    int ndim;
    int order[5];
} channels[CT_FORMAT_COUNT] = {
    [CT_FORMAT_CHANNELS_LAST] = {"channels_last", 4, {0, 2, 3, 1}},
    [CT_FORMAT_CHANNELS_LAST_3D] = {"channels_last_3d", 5, {0, 2, 3, 4, 1}},
};

int ct_layout_apply(const char *op, ct_block b, ct_memory_format format,
                    ct_tensor *like, int64_t *strides)
{
    int ndim = channels[format].ndim;
    if (ndim && b.ndim != ndim) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected %d dims for %s, got shape %s", op,
                        ndim, channels[format].name, ct_shape_str(b.ndim, b.shape));
    }
    if (ndim && !is_empty(b)) {
        lay_out(b, channels[format].order, strides);
        return 1;
    }
    return !ndim && format == CT_FORMAT_PRESERVE && like &&
           ct_layout_follow(b, 1, &like, strides);
}

bool ct_layout_is(const ct_tensor *t, ct_memory_format format)
{
    int ndim = channels[format].ndim;
    int64_t step = ct_tensor_itemsize(t);
    if (!ndim || t->ndim != ndim) {
        return !ndim && ct_tensor_is_contiguous(t);
    }
    for (int i = ndim - 1; i >= 0 && t->numel > 0; i--) {
        int d = channels[format].order[i];
        if (t->shape[d] != 1 && t->strides[d] != step) {
            return false;
        }
        step *= t->shape[d];
    }
    return true;
}
