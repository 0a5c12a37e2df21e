/* norm: lengths of vectors.
 *
 * The 2-norm has a kernel, which takes squares in another unit where they would leave the
 * range. Of other powers the elements are divided by the largest first, which is no part
 * of the graph: a norm is homogeneous, so what it is divided by has no gradient. */
#include <math.h>

#include "core/device.h"
#include "ops/hooks.h"
#include "ops/reduce.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/division.h"
#include "rows/linalg.h"
#include "rows/norm.h"
#include "rows/reduce.h"
#include "rows/sign.h"
#include "rows/view.h"

int ct_root_squares_check(ct_call *c)
{
    ct_dtype d = (ct_dtype)ARG(c, root_squares, input).tensor->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    return ct_reduce_out(c, 0, ct_device_compute(c->device, d), ct_reduce_mask(c),
                         ARG(c, root_squares, keepdim).i);
}

typedef struct norm {
    ct_tensor *x; /* real */
    ct_dims dim;  /* none: all */
    bool keepdim;
} norm;

static ct_tensor *total(ct_scope *s, const norm *n, ct_tensor *x)
{
    return ct_s_sum(s, x, .dim = n->dim, .keepdim = n->keepdim);
}

static ct_tensor *root_squares(ct_scope *s, const norm *n)
{
    ct_call c;
    ct_call_init(&c, CT_ROW(root_squares));
    ct_call_tensor(&c, CT_AT(root_squares, input), n->x);
    if (n->dim.n) {
        ct_call_dims(&c, CT_AT(root_squares, dim), n->dim.n, n->dim.v);
    }
    ct_call_int(&c, CT_AT(root_squares, keepdim), n->keepdim);
    return ct_s_cast(s, ct_scope_run(s, &c), (ct_dtype)n->x->dtype);
}

/* t without its history. */
static ct_tensor *constant(ct_scope *s, ct_tensor *t)
{
    return t ? ct_scope_keep(s,
                             ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data))
             : NULL;
}

/* What elements are divided by: the largest |x|, or the smallest for negative orders;
 * 1 where that is 0 or infinite, or there are none. */
static ct_tensor *unit_of(ct_scope *s, const norm *n, ct_tensor *x, double order)
{
    ct_tensor *one = ct_s_int(s, 1);
    if (!x || (order > 0 && x->numel == 0)) {
        return x ? one : NULL;
    }
    ct_tensor *m = order > 0 ? ct_s_amax(s, x, .dim = n->dim, .keepdim = true)
                             : ct_s_amin(s, x, .dim = n->dim, .keepdim = true);
    m = constant(s, m);
    ct_tensor *odd = ct_s_logical_or(s, ct_s_eq(s, m, ct_s_int(s, 0)),
                                     ct_s_eq(s, m, ct_s_float(s, INFINITY)));
    return ct_s_where(s, odd, one, m);
}

/* x^order of numbers that are not negative. Below order 1 the slope at 0 is infinite, and
 * counts as 0. */
static ct_tensor *powers_of(ct_scope *s, ct_tensor *x, double order)
{
    ct_tensor *exponent = ct_s_float(s, order);
    if (order >= 1) {
        return ct_s_pow(s, x, exponent);
    }
    ct_tensor *zero = ct_s_eq(s, x, ct_s_int(s, 0));
    x = ct_s_where(s, zero, ct_s_int(s, 1), x);
    return ct_s_where(s, zero, ct_s_float(s, order > 0 ? 0 : INFINITY),
                      ct_s_pow(s, x, exponent));
}

/* m (sum (|x| / m)^p)^(1 / p). A sum of 0 or infinity has a root without a gradient, as
 * that would be infinite or no number. */
static ct_tensor *power_norm(ct_scope *s, const norm *n, double order)
{
    ct_tensor *x = ct_s_abs(s, n->x), *m = unit_of(s, n, x, order);
    ct_tensor *exponent = ct_s_float(s, 1 / order);
    ct_tensor *powers = powers_of(s, ct_s_true_divide(s, x, m), order);
    ct_tensor *sum = ct_s_sum(s, powers, .dim = n->dim, .keepdim = true);
    ct_tensor *odd = ct_s_logical_or(s, ct_s_eq(s, sum, ct_s_int(s, 0)),
                                     ct_s_eq(s, sum, ct_s_float(s, INFINITY)));
    ct_tensor *root = ct_s_pow(s, ct_s_where(s, odd, ct_s_int(s, 1), sum), exponent);
    ct_tensor *limit = ct_s_pow(s, constant(s, sum), exponent);
    ct_tensor *y = ct_s_mul(s, m, ct_s_where(s, odd, limit, root));
    return n->keepdim ? y : total(s, n, y); /* over dims of size 1 */
}

static ct_tensor *norm_of(ct_scope *s, const norm *n, double order)
{
    if (!n->x) {
        return NULL;
    }
    if (order == 2) {
        return root_squares(s, n);
    }
    if (order == 0) { /* whose gradient is 0 */
        ct_tensor *zero = ct_s_int(s, 0), *some = ct_s_ne(s, n->x, zero);
        ct_tensor *x = ct_s_abs(s, ct_s_mul(s, n->x, zero));
        return total(s, n, ct_s_where(s, some, ct_s_int(s, 1), x));
    }
    if (order == 1) {
        return total(s, n, ct_s_abs(s, n->x));
    }
    if (isinf(order)) {
        ct_tensor *x = ct_s_abs(s, n->x);
        return order > 0 ? ct_s_amax(s, x, .dim = n->dim, .keepdim = n->keepdim)
                         : ct_s_amin(s, x, .dim = n->dim, .keepdim = n->keepdim);
    }
    return power_norm(s, n, order);
}

/* The norm of x in the dtype d, worked out in what sums of it are; of complex numbers that
 * of their absolute values. */
static ct_tensor *norm_in(ct_call *c, ct_scope *s, norm n, ct_dtype d, double order)
{
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return NULL;
    }
    n.x = ct_s_cast(s, n.x, ct_device_compute(n.x->device, d));
    n.x = ct_dtype_is_complex(d) ? ct_s_abs(s, n.x) : n.x;
    return ct_s_cast(s, norm_of(s, &n, order), ct_dtype_to_real(d));
}

static ct_tensor *norm_asked(ct_call *c, ct_scope *s, double order)
{
    ct_tensor *x = ARG(c, vector_norm, input).tensor;
    norm n = {.x = x, .keepdim = ARG(c, vector_norm, keepdim).i};
    if (GIVEN(c, vector_norm, dim)) {
        n.dim = ARG(c, vector_norm, dim).dims;
    }
    bool given = GIVEN(c, vector_norm, dtype);
    return norm_in(c, s, n,
                   given ? (ct_dtype)ARG(c, vector_norm, dtype).i : (ct_dtype)x->dtype,
                   order);
}

CT_BODY(vector_norm)
{
    return norm_asked(c, s, ARG(c, vector_norm, ord).f);
}

CT_BODY(norm)
{
    return norm_asked(c, s, GIVEN(c, norm, p) ? ARG(c, norm, p).f : 2);
}

/* The sum of the singular values over two dims. */
static ct_tensor *nuclear_norm(ct_call *c, ct_scope *s)
{
    ct_tensor *x = ARG(c, norm_named, input).tensor;
    ct_dims dims = GIVEN(c, norm_named, dim) ? ARG(c, norm_named, dim).dims
                                             : (ct_dims){2, (int64_t[]){0, 1}};
    if (dims.n != 2 || (x->ndim != 2 && !GIVEN(c, norm_named, dim))) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "norm: expected two dims of p 'nuc', or a matrix");
    }
    int64_t last[] = {-2, -1}, first = dims.v[0] < dims.v[1] ? dims.v[0] : dims.v[1];
    int64_t second = dims.v[0] + dims.v[1] - first, end = -1;
    if (GIVEN(c, norm_named, dtype)) {
        x = ct_s_cast(s, x, (ct_dtype)ARG(c, norm_named, dtype).i);
    }
    x = ct_s_linalg_svdvals(s, ct_s_movedim(s, x, dims, ct_dims_of(2, last)));
    x = ct_s_sum(s, x, .dim = ct_dims_of(1, &end));
    if (ARG(c, norm_named, keepdim).i) {
        x = ct_s_unsqueeze(s, ct_s_unsqueeze(s, x, first), second);
    }
    return x;
}

CT_BODY(norm_named)
{
    return ARG(c, norm_named, p).i == CT_IS_norm_named_p_nuc ? nuclear_norm(c, s)
                                                             : norm_asked(c, s, 2);
}

/* Norms over all dims but one, in the dtype that norms are computed in. What is left as it
 * is has no part in them, so that its gradient is 1 where its norm has none, as NaN. */
CT_BODY(renorm)
{
    ct_tensor *x = ARG(c, renorm, input).tensor;
    double p = ARG(c, renorm, p).f, most = ARG(c, renorm, maxnorm).f;
    int64_t others[CT_MAX_NDIM], n = 0;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return NULL;
    }
    if (x->ndim < 2 || !(p > 0) || !(most >= 0)) {
        return ct_scope_fail(
            s, CT_ERR_RUNTIME,
            "renorm: expected at least 2 dims, p above 0 and maxnorm of "
            "at least 0");
    }
    for (int i = 0; i < x->ndim; i++) {
        others[n] = i;
        n += i != ARG(c, renorm, dim).i;
    }
    x = c->form == CT_FORM_INPLACE ? ct_s_clone(s, x)
                                   : x; /* which the gradient reads */
    ct_tensor *wide = x ? ct_s_cast(s, x, ct_device_compute(x->device, d)) : NULL;
    ct_tensor *limit = ct_s_float(s, most), *one = ct_s_int(s, 1);
    ct_tensor *size = ct_s_vector_norm(s, constant(s, wide), .ord = CT_SOME_FLOAT(p),
                                       .dim = {n, others}, .keepdim = true);
    ct_tensor *large = ct_s_gt(s, size, limit);
    if (wide && ct_grad_hooks.requires_grad && ct_grad_hooks.requires_grad(wide)) {
        ct_tensor *scaled = ct_s_where(s, large, wide, one);
        size = ct_s_vector_norm(s, scaled, .ord = CT_SOME_FLOAT(p), .dim = {n, others},
                                .keepdim = true);
    }
    ct_tensor *factor =
        ct_s_true_divide(s, limit, ct_s_add(s, size, ct_s_float(s, 1e-7)));
    factor = ct_s_where(s, large, factor, one);
    return ct_s_cast(s, ct_s_mul(s, wide, factor), d);
}

CT_BODY(dist)
{
    ct_tensor *x = ct_s_sub(s, ARG(c, dist, input).tensor, ARG(c, dist, other).tensor);
    return x ? norm_in(c, s, (norm){.x = x}, (ct_dtype)x->dtype, ARG(c, dist, p).f)
             : NULL;
}
