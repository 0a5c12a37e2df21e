/* statistics: what is made of sums, means and extremes. */
#include "rows/statistics.h"
#include "core/device.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/complex.h"
#include "rows/exponential.h"
#include "rows/join.h"
#include "rows/matmul.h"
#include "rows/overloads.h"
#include "rows/reduce.h"
#include "rows/scan.h"
#include "rows/view.h"

/* The dims that a row with a `dim` of type axes? is asked; none: all. */
static ct_dims dims_asked(const ct_call *c)
{
    return GIVEN(c, nansum, dim) ? ARG(c, nansum, dim).dims : (ct_dims){0, NULL};
}

CT_BODY(count_nonzero)
{
    ct_tensor *x = ARG(c, count_nonzero, input).tensor;
    return ct_s_sum(s, ct_s_ne(s, x, ct_s_int(s, 0)), .dim = dims_asked(c));
}

/* ---- without NaN ----------------------------------------------------------- */

static ct_tensor *without_nan(ct_call *c, ct_scope *s)
{
    ct_tensor *x = ARG(c, nansum, input).tensor;
    if (ct_dtype_is_complex((ct_dtype)x->dtype)) {
        ct_check_dtype(c, false, "a real", (ct_dtype)x->dtype);
        return NULL;
    }
    return ct_dtype_is_floating((ct_dtype)x->dtype) ? ct_s_nan_as_zero(s, x) : x;
}

CT_BODY(nansum)
{
    ct_some dtype = {GIVEN(c, nansum, dtype), ARG(c, nansum, dtype)};
    return ct_s_sum(s, without_nan(c, s), .dim = dims_asked(c),
                    .keepdim = ARG(c, nansum, keepdim).i, .dtype = dtype);
}

CT_BODY(nanmean)
{
    ct_tensor *x = ARG(c, nanmean, input).tensor;
    ct_dtype d = GIVEN(c, nanmean, dtype) ? (ct_dtype)ARG(c, nanmean, dtype).i
                                          : (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return NULL;
    }
    bool keepdim = ARG(c, nanmean, keepdim).i;
    ct_tensor *some = ct_s_logical_not(s, ct_s_isnan(s, x));
    ct_tensor *n = ct_s_sum(s, some, .dim = dims_asked(c), .keepdim = keepdim);
    ct_tensor *sum =
        ct_s_sum(s, without_nan(c, s), .dim = dims_asked(c), .keepdim = keepdim,
                 .dtype = CT_SOME(ct_device_compute(x->device, d)));
    return ct_s_cast(s, ct_s_true_divide(s, sum, n), d);
}

/* ---- two at once ----------------------------------------------------------- */

/* Result 1 of a composite; NULL passes on. */
static ct_tensor *also(ct_call *c, ct_tensor *second)
{
    SECOND_OUT(c) = second ? ct_newref(second) : NULL;
    return second;
}

/* The spread of var_mean and std_mean, by the row, and the mean. */
static ct_tensor *spread_and_mean(ct_call *c, ct_scope *s, const ct_op *spread,
                                  double correction, bool keepdim)
{
    ct_tensor *x = ARG(c, var_mean, input).tensor;
    ct_call v;
    ct_call_init(&v, spread);
    ct_call_tensor(&v, CT_AT(var, input), x);
    if (GIVEN(c, var_mean, dim)) {
        ct_dims dim = ARG(c, var_mean, dim).dims;
        ct_call_dims(&v, CT_AT(var, dim), dim.n, dim.v);
    }
    ct_call_float(&v, CT_AT(var, correction), correction);
    ct_call_int(&v, CT_AT(var, keepdim), keepdim);
    ct_tensor *y = ct_scope_run(s, &v);
    ct_tensor *mean =
        y ? ct_s_mean(s, x, .dim = dims_asked(c), .keepdim = keepdim) : NULL;
    return also(c, mean) ? y : NULL;
}

static double correction_of(const ct_call *c)
{
    return GIVEN(c, var_mean, correction) ? ARG(c, var_mean, correction).f : 1;
}

CT_BODY(var_mean)
{
    return spread_and_mean(c, s, CT_ROW(var), correction_of(c),
                           ARG(c, var_mean, keepdim).i);
}

CT_BODY(std_mean)
{
    return spread_and_mean(c, s, CT_ROW(std), correction_of(c),
                           ARG(c, var_mean, keepdim).i);
}

/* The flag stands where the others have their correction. */
CT_BODY(var_mean_unbiased)
{
    double correction = ARG(c, var_mean_unbiased, unbiased).i ? 1 : 0;
    return spread_and_mean(c, s, CT_ROW(var), correction,
                           ARG(c, var_mean_unbiased, keepdim).i);
}

CT_BODY(std_mean_unbiased)
{
    double correction = ARG(c, std_mean_unbiased, unbiased).i ? 1 : 0;
    return spread_and_mean(c, s, CT_ROW(std), correction,
                           ARG(c, std_mean_unbiased, keepdim).i);
}

static ct_tensor *all_and_mean(ct_call *c, ct_scope *s, const ct_op *spread)
{
    double correction = ARG(c, var_mean_all, unbiased).i ? 1 : 0;
    c->given &= ~(1u << CT_AT(var_mean_all, unbiased)); /* where others have dim */
    return spread_and_mean(c, s, spread, correction, false);
}

CT_BODY(var_mean_all)
{
    return all_and_mean(c, s, CT_ROW(var));
}

CT_BODY(std_mean_all)
{
    return all_and_mean(c, s, CT_ROW(std));
}

CT_BODY(aminmax)
{
    ct_tensor *x = ARG(c, aminmax, input).tensor;
    bool keepdim = ARG(c, aminmax, keepdim).i, some = GIVEN(c, aminmax, dim);
    int64_t dim = some ? ARG(c, aminmax, dim).i : 0;
    ct_dims dims = {some, &dim};
    ct_tensor *least = ct_s_amin(s, x, .dim = dims, .keepdim = keepdim);
    ct_tensor *most = least ? ct_s_amax(s, x, .dim = dims, .keepdim = keepdim) : NULL;
    return also(c, most) ? least : NULL;
}

/* ---- differences and integrals --------------------------------------------- */

static ct_tensor *without_last(ct_scope *s, ct_tensor *x, int64_t dim)
{
    return x ? ct_s_narrow(s, x, dim, 0, x->shape[dim] - 1) : NULL;
}

static ct_tensor *without_first(ct_scope *s, ct_tensor *x, int64_t dim)
{
    return x ? ct_s_narrow(s, x, dim, 1, x->shape[dim] - 1) : NULL;
}

static ct_tensor *difference(ct_scope *s, ct_tensor *x, int64_t dim)
{
    if (!x || x->shape[dim] < 2) {
        return x ? ct_s_narrow(s, x, dim, 0, 0) : NULL;
    }
    ct_tensor *a = without_first(s, x, dim), *b = without_last(s, x, dim);
    return x->dtype == CT_DTYPE_BOOL ? ct_s_logical_xor(s, a, b) : ct_s_sub(s, a, b);
}

CT_BODY(diff)
{
    ct_tensor *x = ARG(c, diff, input).tensor, *parts[3];
    int64_t dim = ARG(c, diff, dim).i, n = ARG(c, diff, n).i, count = 0;
    if (x->ndim == 0 || n < 0) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "diff: expected at least 1 dim, and n of at least 0");
    }
    if (GIVEN(c, diff, prepend)) {
        parts[count++] = ARG(c, diff, prepend).tensor;
    }
    parts[count++] = x;
    if (GIVEN(c, diff, append)) {
        parts[count++] = ARG(c, diff, append).tensor;
    }
    if (count > 1 && n > 0) {
        x = ct_s_cat(s, ct_tensors_of(count, parts), .dim = CT_SOME(dim));
    }
    for (int64_t i = 0; x && i < n && (i == 0 || x->shape[dim]); i++) {
        x = difference(s, x, dim);
    }
    return n == 0 && x ? ct_s_clone(s, x) : x;
}

/* Places from..from+count along dim; counted from the end if `from` is negative. */
static ct_tensor *part(ct_scope *s, ct_tensor *x, int64_t dim, int64_t from,
                       int64_t count)
{
    return ct_s_narrow(s, x, dim, from < 0 ? from + x->shape[dim] : from, count);
}

/* How x rises at place 0, or falls at the last one, -1; `next` leads inwards. */
static ct_tensor *slope_at(ct_scope *s, ct_tensor *x, int64_t dim, int64_t place,
                           double step, bool parabola)
{
    int64_t next = place < 0 ? -1 : 1;
    ct_tensor *a = part(s, x, dim, place, 1), *b = part(s, x, dim, place + next, 1);
    ct_tensor *rise = ct_s_sub(s, b, a);
    if (parabola) {
        ct_tensor *c = part(s, x, dim, place + 2 * next, 1);
        ct_tensor *bend = ct_s_sub(s, rise, ct_s_sub(s, c, b));
        rise = ct_s_add(s, rise, ct_s_mul(s, bend, ct_s_float(s, 0.5)));
    }
    return ct_s_true_divide(s, rise, ct_s_float(s, (double)next * step));
}

CT_BODY(slopes)
{
    ct_tensor *x = ARG(c, slopes, input).tensor;
    int64_t dim = ARG(c, slopes, dim).i, order = ARG(c, slopes, edge_order).i;
    double step = ARG(c, slopes, step).f;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return NULL;
    }
    if (x->ndim == 0 || x->shape[dim] <= order) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "gradient: expected more than edge_order samples along "
                             "each dim");
    }
    int64_t inside = x->shape[dim] - 2;
    ct_tensor *rise =
        ct_s_sub(s, part(s, x, dim, 2, inside), part(s, x, dim, 0, inside));
    ct_tensor *parts[] = {slope_at(s, x, dim, 0, step, order == 2),
                          ct_s_true_divide(s, rise, ct_s_float(s, 2 * step)),
                          slope_at(s, x, dim, -1, step, order == 2)};
    return s->failed ? NULL : ct_s_cat(s, ct_tensors_of(3, parts), .dim = CT_SOME(dim));
}

/* t in the dtype that its areas are computed in: no integers, whose sums wrap. */
static ct_tensor *widened(ct_scope *s, ct_tensor *t)
{
    ct_dtype d = (ct_dtype)t->dtype;
    return ct_s_cast(s, t,
                     ct_dtype_is_inexact(d) ? ct_device_compute(t->device, d)
                                            : ct_dtype_default());
}

/* Areas under y between neighbours along dim, where they have an extent. */
static ct_tensor *areas(ct_call *c, ct_scope *s)
{
    ct_tensor *y = ARG(c, trapezoid, y).tensor, *half = ct_s_float(s, 0.5);
    int64_t dim = ARG(c, trapezoid, dim).i;
    if (y->ndim == 0) {
        return ct_scope_fail(s, CT_ERR_RUNTIME, "trapezoid: expected at least 1 dim");
    }
    if (ct_check_dtype(c, y->dtype != CT_DTYPE_BOOL, "a numeric (not bool)",
                       CT_DTYPE_BOOL) < 0) {
        return NULL;
    }
    y = widened(s, y);
    if (!y || y->shape[dim] == 0) {
        return y;
    }
    ct_tensor *sums = ct_s_add(s, without_first(s, y, dim), without_last(s, y, dim));
    if (!GIVEN(c, trapezoid, x)) {
        double step = ARG(c, trapezoid, dx).f / 2;
        return ct_s_mul(s, sums, ct_s_float(s, step));
    }
    ct_tensor *x = ARG(c, trapezoid, x).tensor;
    if (x->ndim == 0 || (x->ndim == 1 && x->shape[0] != y->shape[dim])) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "trapezoid: expected one x value for each sample of y");
    }
    x = widened(s, x);
    int64_t shape[CT_MAX_NDIM], from = x && x->ndim == 1 ? 0 : dim;
    if (!x) {
        return NULL;
    }
    if (x->ndim == 1) { /* along y's dim */
        for (int i = 0; i < y->ndim - dim; i++) {
            shape[i] = i ? 1 : x->shape[0];
        }
        x = ct_s_reshape(s, x, (ct_dims){y->ndim - dim, shape});
    } else if (x->ndim != y->ndim) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "trapezoid: expected x of 1 dim, or of y's");
    }
    return ct_s_mul(s, ct_s_mul(s, sums, difference(s, x, from)), half);
}

/* A result computed in the dtype of sums, in the dtype of what y and x make. */
static ct_tensor *in_dtype_of(ct_call *c, ct_scope *s, ct_tensor *result)
{
    ct_dtype d = (ct_dtype)ARG(c, trapezoid, y).tensor->dtype;
    if (GIVEN(c, trapezoid, x)) {
        d = ct_dtype_promote(d, (ct_dtype)ARG(c, trapezoid, x).tensor->dtype);
    }
    return ct_dtype_is_inexact(d) ? ct_s_cast(s, result, d) : result;
}

CT_BODY(trapezoid)
{
    int64_t dim = ARG(c, trapezoid, dim).i;
    return in_dtype_of(c, s, ct_s_sum(s, areas(c, s), .dim = {1, &dim}));
}

CT_BODY(cumulative_trapezoid)
{
    int64_t dim = ARG(c, cumulative_trapezoid, dim).i;
    return in_dtype_of(c, s, ct_s_cumsum(s, areas(c, s), dim));
}

/* ---- covariances ------------------------------------------------------------ */

/* Both weights multiplied, or NULL with *failed. */
static ct_tensor *weights_of(ct_call *c, ct_scope *s, int64_t n, ct_dtype d)
{
    ct_tensor *w = NULL;
    for (int i = CT_AT(cov, fweights); i <= CT_AT(cov, aweights); i++) {
        ct_tensor *t = ct_given(c, i) ? c->arg[i].tensor : NULL;
        if (t && (t->ndim != 1 || t->shape[0] != n)) {
            return ct_scope_fail(s, CT_ERR_RUNTIME,
                                 "cov: expected one weight for each observation");
        }
        if (t) {
            t = ct_s_cast(s, t, d);
            w = w ? ct_s_mul(s, w, t) : t;
        }
    }
    return w;
}

/* What products of deviations are divided by: the sum of weights less correction, which
 * aweights scale; never below 0. */
static ct_tensor *freedom_of(ct_call *c, ct_scope *s, ct_tensor *w, int64_t n,
                             ct_dtype d)
{
    double correction = (double)ARG(c, cov, correction).i;
    if (!w) {
        double left = (double)n - correction;
        return ct_s_float(s, left > 0 ? left : 0);
    }
    ct_tensor *sum = ct_s_sum(s, w), *less = ct_s_float(s, correction);
    if (GIVEN(c, cov, aweights)) {
        ct_tensor *a = ct_s_cast(s, ARG(c, cov, aweights).tensor, d);
        ct_tensor *share = ct_s_true_divide(s, ct_s_sum(s, ct_s_mul(s, w, a)), sum);
        less = ct_s_mul(s, share, less);
    }
    return ct_s_maximum(s, ct_s_sub(s, sum, less), ct_s_int(s, 0));
}

static ct_tensor *covariance(ct_call *c, ct_scope *s, ct_tensor *x)
{
    if (x->ndim > 2) {
        return ct_scope_fail(s, CT_ERR_RUNTIME, "cov: expected at most 2 dims");
    }
    ct_dtype d = (ct_dtype)x->dtype;
    ct_dtype made = ct_dtype_is_inexact(d) ? d : ct_dtype_default();
    d = ct_device_compute(x->device, made);
    x = ct_s_cast(s, x, d);
    x = x && x->ndim < 2 ? ct_s_reshape(s, x, (ct_dims){2, (int64_t[]){1, -1}}) : x;
    if (!x) {
        return NULL;
    }
    int64_t n = x->shape[1], last = 1;
    ct_dims rows = {1, &last};
    ct_tensor *w = weights_of(c, s, n, ct_dtype_to_real(d));
    if (s->failed) {
        return NULL;
    }
    ct_tensor *mean =
        w ? ct_s_true_divide(
                s, ct_s_sum(s, ct_s_mul(s, x, w), .dim = rows, .keepdim = true),
                ct_s_sum(s, w))
          : ct_s_mean(s, x, .dim = rows, .keepdim = true);
    x = ct_s_sub(s, x, mean);
    ct_tensor *right =
        ct_s_transpose(s, ct_scope_conj(s, w ? ct_s_mul(s, x, w) : x), 0, 1);
    ct_tensor *y = ct_s_true_divide(s, ct_s_matmul(s, x, right),
                                    freedom_of(c, s, w, n, ct_dtype_to_real(d)));
    int64_t none = 0;
    y = ct_s_cast(s, y, made);
    return y && y->numel == 1 ? ct_s_reshape(s, y, (ct_dims){0, &none}) : y;
}

CT_BODY(cov)
{
    return covariance(c, s, ARG(c, cov, input).tensor);
}

CT_BODY(corrcoef)
{
    ct_call v;
    ct_call_init(&v, CT_ROW(cov));
    ct_call_tensor(&v, CT_AT(cov, input), ARG(c, corrcoef, input).tensor);
    ct_call_int(&v, CT_AT(cov, correction), 1);
    ct_tensor *y = ct_scope_run(s, &v);
    if (!y || y->ndim == 0) {
        return y ? ct_s_true_divide(s, y, y) : NULL;
    }
    ct_tensor *spread = ct_s_diagonal(s, y);
    spread = ct_s_sqrt(s, spread && ct_dtype_is_complex((ct_dtype)y->dtype)
                              ? ct_s_row(s, CT_ROW(real), spread)
                              : spread);
    y = ct_s_true_divide(s, y, ct_s_unsqueeze(s, spread, 1));
    y = ct_s_true_divide(s, y, ct_s_unsqueeze(s, spread, 0));
    return y && !ct_dtype_is_complex((ct_dtype)y->dtype)
               ? ct_s_clamp(s, y, .min = ct_s_int(s, -1), .max = ct_s_int(s, 1))
               : y;
}
