/* repeat: elements side by side, so often. */
#include "ops/index.h"
#include "ops/scope.h"
#include "rows/index.h"
#include "rows/view.h"

/* How many places there will be only the values say, unless output_size does. */
int ct_repeat_places_check(ct_call *c)
{
    const ct_tensor *t = ARG(c, repeat_places, repeats).tensor;
    if (ct_check_index(c, t) < 0) {
        return -1;
    }
    if (t->ndim != 1) {
        return ct_error(CT_ERR_RUNTIME,
                        "repeat_interleave: expected repeats of 1 dim, got shape %s",
                        ct_tensor_shape_str(t));
    }
    if (!GIVEN(c, repeat_places, output_size)) {
        return 0;
    }
    int64_t *shape = ct_call_shape(c, 0);
    shape[0] = ARG(c, repeat_places, output_size).i;
    if (shape[0] < 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "repeat_interleave: expected an output_size of at least 0");
    }
    return ct_call_result(c, 0, (ct_dtype)t->dtype, 1, shape);
}

/* input, and along which dim: all of it as one unless that is asked. */
static ct_tensor *operand_of(ct_call *c, ct_scope *s, int64_t *dim)
{
    ct_tensor *x = ARG(c, repeat_interleave, input).tensor;
    const int64_t all = -1;
    bool some = GIVEN(c, repeat_interleave, dim) && x->ndim > 0;
    *dim = some ? ARG(c, repeat_interleave, dim).i : 0;
    return some ? x : ct_s_reshape(s, x, (ct_dims){1, &all});
}

static ct_tensor *wrong_size(ct_scope *s)
{
    return ct_scope_fail(
        s, CT_ERR_RUNTIME,
        "repeat_interleave: expected an output_size that is the sum of "
        "repeats");
}

CT_BODY(repeat_interleave)
{
    int64_t dim, shape[CT_MAX_NDIM + 1], times = ARG(c, repeat_interleave, repeats).i;
    ct_tensor *x = operand_of(c, s, &dim);
    int64_t long_dim = 0;
    if (!x) {
        return NULL;
    }
    if (times < 0 || __builtin_mul_overflow(x->shape[dim], times, &long_dim)) {
        return ct_scope_fail(
            s, CT_ERR_RUNTIME,
            "repeat_interleave: expected repeats of at least 0, with a "
            "product that fits");
    }
    if (GIVEN(c, repeat_interleave, output_size) &&
        ARG(c, repeat_interleave, output_size).i != long_dim) {
        return wrong_size(s);
    }
    for (int d = 0; d < x->ndim; d++) {
        shape[d + (d > dim)] = x->shape[d];
    }
    shape[dim + 1] = times;
    ct_tensor *wide =
        ct_s_expand(s, ct_s_unsqueeze(s, x, dim + 1), (ct_dims){x->ndim + 1, shape});
    for (int d = 0; d < x->ndim; d++) {
        shape[d] = d == dim ? long_dim : x->shape[d];
    }
    return ct_s_reshape(s, ct_s_contiguous_copy(s, wide), (ct_dims){x->ndim, shape});
}

CT_BODY(repeat_interleave_each)
{
    int64_t dim;
    ct_tensor *times = ARG(c, repeat_interleave_each, repeats).tensor;
    ct_tensor *x = operand_of(c, s, &dim);
    ct_some size = {GIVEN(c, repeat_interleave_each, output_size),
                    ARG(c, repeat_interleave_each, output_size)};
    if (!x) {
        return NULL;
    }
    if (times->ndim > 1 || (times->numel != 1 && times->numel != x->shape[dim])) {
        return ct_scope_fail(
            s, CT_ERR_RUNTIME,
            "repeat_interleave: expected repeats with a number for each "
            "index of dim, or one for all");
    }
    if (times->numel == 1) {
        times = ct_s_reshape(s, times, (ct_dims){1, &(int64_t){1}});
        times = ct_s_expand(s, times, (ct_dims){1, &x->shape[dim]});
    }
    ct_tensor *places = ct_s_repeat_places(s, times, .output_size = size);
    return ct_s_index_select(s, x, dim, places);
}
