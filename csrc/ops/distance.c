/* distance: what cdist accepts, and its batches as one dim. */
#include <math.h>

#include "ops/scope.h"
#include "rows/norm.h"
#include "rows/view.h"

int ct_distances_check(ct_call *c)
{
    const ct_tensor *a = ARG(c, distances, input).tensor;
    const ct_tensor *b = ARG(c, distances, other).tensor;
    ct_dtype d = (ct_dtype)a->dtype;
    int64_t *shape = ct_call_shape(c, 0);
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    bool fits = a->ndim == 3 && b->ndim == 3 && b->dtype == d &&
                a->shape[0] == b->shape[0] && a->shape[2] == b->shape[2];
    if (!fits || !(ARG(c, distances, p).f >= 0)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "distances: expected (B, P, M) and (B, R, M) of one dtype and p "
            "of at least 0, got %s, %s and %g",
            ct_tensor_shape_str(a), ct_tensor_shape_str(b), ARG(c, distances, p).f);
    }
    shape[0] = a->shape[0];
    shape[1] = a->shape[1];
    shape[2] = b->shape[1];
    return ct_call_result(c, 0, d, 3, shape);
}

static int cdist_check(ct_call *c)
{
    const ct_tensor *a = ARG(c, cdist, x1).tensor, *b = ARG(c, cdist, x2).tensor;
    ct_dtype d = (ct_dtype)a->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    bool fits = a->ndim >= 2 && b->ndim >= 2 && b->dtype == d &&
                a->shape[a->ndim - 1] == b->shape[b->ndim - 1];
    if (fits && ARG(c, cdist, p).f >= 0) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "cdist: expected (*, P, M) and (*, R, M) of one dtype and p of at "
                    "least 0, got %s, %s and %g",
                    ct_tensor_shape_str(a), ct_tensor_shape_str(b), ARG(c, cdist, p).f);
}

/* t (*, n, m) with these batches, as one dim. */
static ct_tensor *one_batch(ct_scope *s, ct_tensor *t, int ndim, const int64_t *batch)
{
    int64_t shape[CT_MAX_NDIM], numel = 1, rows = t->shape[t->ndim - 2];
    for (int d = 0; d < ndim; d++) {
        shape[d] = batch[d];
        numel *= batch[d];
    }
    shape[ndim] = rows;
    shape[ndim + 1] = t->shape[t->ndim - 1];
    const int64_t joined[] = {numel, rows, shape[ndim + 1]};
    t = ct_s_expand(s, t, (ct_dims){ndim + 2, shape});
    return ct_s_reshape(s, t, (ct_dims){3, joined});
}

CT_BODY(cdist)
{
    ct_tensor *a = ARG(c, cdist, x1).tensor, *b = ARG(c, cdist, x2).tensor;
    int64_t batch[CT_MAX_NDIM];
    if (cdist_check(c) < 0) {
        return NULL;
    }
    int ndim = a->ndim - 2;
    for (int d = 0; d < ndim; d++) {
        batch[d] = a->shape[d];
    }
    if (ct_shape_broadcast("cdist", &ndim, batch, b->ndim - 2, b->shape) < 0) {
        return NULL;
    }
    int64_t rows = a->shape[a->ndim - 2], columns = b->shape[b->ndim - 2];
    a = one_batch(s, a, ndim, batch);
    b = one_batch(s, b, ndim, batch);
    ct_tensor *y = ct_s_distances(s, a, b, ARG(c, cdist, p).f);
    batch[ndim] = rows;
    batch[ndim + 1] = columns;
    return ct_s_reshape(s, y, (ct_dims){ndim + 2, batch});
}
