/* pad: what the pad rows accept and return. */
#include "ops/pad.h"
#include "ops/value.h"
#include "rows/pad.h"

static int pairs_only(const ct_call *c, ct_dims pad, const ct_tensor *x)
{
    if (pad.n % 2 == 0 && pad.n / 2 <= x->ndim) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected pairs of pads for at most %d dims, got %lld pads",
                    c->op->pyname, x->ndim, (long long)pad.n);
}

/* x's shape with `sign` times the pads. */
static int padded_shape(ct_call *c, const ct_tensor *x, ct_dims pad, int sign)
{
    int64_t *shape = ct_call_shape(c, 0);
    if (pairs_only(c, pad, x) < 0) {
        return -1;
    }
    for (int d = 0; d < x->ndim; d++) {
        int64_t before = ct_pad_at(pad, x->ndim, d, 0);
        int64_t behind = ct_pad_at(pad, x->ndim, d, 1), n = x->shape[d];
        int64_t left = n; /* of the input */
        bool fits = !__builtin_mul_overflow(before, sign, &before) &&
                    !__builtin_mul_overflow(behind, sign, &behind) &&
                    !__builtin_add_overflow(n, before, &n) &&
                    !__builtin_add_overflow(n, behind, &n) && n >= 0 &&
                    !__builtin_add_overflow(left, before < 0 ? before : 0, &left) &&
                    !__builtin_add_overflow(left, behind < 0 ? behind : 0, &left);
        if (!fits || left < 0) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected pads that leave a size of at least 0, got "
                            "%lld and %lld for size %lld of dimension %d",
                            c->op->pyname, (long long)before, (long long)behind,
                            (long long)x->shape[d], d);
        }
        shape[d] = n;
    }
    return ct_call_result(c, 0, (ct_dtype)x->dtype, x->ndim, shape);
}

int ct_constant_pad_nd_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, constant_pad_nd, input).tensor;
    if (GIVEN(c, constant_pad_nd, value) &&
        ct_check_value(c->op->pyname, ARG(c, constant_pad_nd, value).tensor,
                       (ct_dtype)x->dtype) < 0) {
        return -1;
    }
    return padded_shape(c, x, ARG(c, constant_pad_nd, pad).dims, 1);
}

/* An edge is mirrored once, and passed once, at most. */
static int edges_fit(const ct_call *c, const ct_tensor *x, bool padded)
{
    ct_dims pad = ARG(c, edge_pad, pad).dims;
    int64_t mode = ARG(c, edge_pad, mode).i;
    for (int64_t i = 0; i < pad.n; i++) {
        int d = x->ndim - 1 - (int)(i / 2);
        int64_t n = x->shape[d];
        n -= padded ? pad.v[i] + pad.v[i ^ 1] : 0;
        int64_t most = mode == CT_IS_edge_pad_mode_reflect    ? n - 1
                       : mode == CT_IS_edge_pad_mode_circular ? n
                       : n > 0                                ? INT64_MAX
                                                              : 0;
        if (pad.v[i] < 0 || (pad.v[i] > 0 && pad.v[i] > most)) {
            return ct_error(CT_ERR_RUNTIME,
                            "pad: expected a padding of 0 to %lld for dimension %d of "
                            "size %lld, got %lld",
                            (long long)(most > 0 ? most : 0), d, (long long)n,
                            (long long)pad.v[i]);
        }
    }
    return 0;
}

int ct_edge_pad_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, edge_pad, input).tensor;
    ct_dims pad = ARG(c, edge_pad, pad).dims;
    if (pairs_only(c, pad, x) < 0 || edges_fit(c, x, false) < 0) {
        return -1;
    }
    return padded_shape(c, x, pad, 1);
}

int ct_edge_fold_check(ct_call *c)
{
    const ct_tensor *g = ARG(c, edge_fold, grad).tensor;
    ct_dims pad = ARG(c, edge_fold, pad).dims;
    ct_dtype d = (ct_dtype)g->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0 ||
        pairs_only(c, pad, g) < 0 || padded_shape(c, g, pad, -1) < 0) {
        return -1;
    }
    return edges_fit(c, g, true);
}
