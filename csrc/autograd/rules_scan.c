/* rules_scan: gradients of running folds.
 *
 * NOTE [Recurrences] What comes back to a place of a scan is what comes to it there and what
 * has come back to the next place, times how much the one changes the other: a linear
 * recurrence from the end. It divides by nothing, so that zeros are as good as other
 * numbers, and its own gradient is such a recurrence again. */
#include <math.h>

#include "autograd/rule.h"
#include "core/device.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/create.h"
#include "rows/exponential.h"
#include "rows/index.h"
#include "rows/join.h"
#include "rows/scan.h"
#include "rows/view.h"

/* y[i] = terms[i] + factors[i + 1] y[i + 1]. */
static ct_tensor *from_end(ct_rule *r, ct_tensor *factors, ct_tensor *terms,
                           int64_t dim)
{
    ct_tensor *y = ct_s_recurrence(S(r), ct_s_reverse(S(r), factors, dim),
                                   ct_s_reverse(S(r), terms, dim), dim);
    return ct_s_reverse(S(r), y, dim);
}

/* All elements of x along dim but one, from `from` on. */
static ct_tensor *less_one(ct_rule *r, ct_tensor *x, int64_t dim, int64_t from)
{
    return x ? ct_s_narrow(S(r), x, dim, from, x->shape[dim] - 1) : NULL;
}

/* x moved by one place along dim: x[0] is `first`. */
static ct_tensor *shifted(ct_rule *r, ct_tensor *first, ct_tensor *x, int64_t dim)
{
    ct_tensor *const list[] = {first, less_one(r, x, dim, 0)};
    return first ? ct_s_cat(S(r), ct_tensors_of(2, list), .dim = CT_SOME(dim)) : NULL;
}

static ct_tensor *first_of(ct_rule *r, ct_tensor *x, int64_t dim)
{
    return ct_s_narrow(S(r), x, dim, 0, 1);
}

/* Of no elements, or of one that is no row: y is x. */
static bool is_plain(const ct_tensor *g)
{
    return g->ndim == 0 || g->numel == 0;
}

/* Each element is in the sums from its place on: a running sum from the end. */
void ct_cumsum_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    int64_t dim = V(r, cumsum, dim).i;
    if (x.ndim == 0) {
        r->gx[0] = G(r, 0);
        return;
    }
    ct_tensor *sums = ct_s_cumsum(S(r), ct_s_reverse(S(r), G(r, 0), dim), dim);
    r->gx[0] = ct_s_reverse(S(r), sums, dim);
}

/* The product before the place, times what comes back of those from it on. */
void ct_cumprod_grad(ct_rule *r)
{
    ct_tensor *g = G(r, 0), *y = Y(r, cumprod, result);
    int64_t dim = V(r, cumprod, dim).i;
    if (is_plain(g)) {
        r->gx[0] = g;
        return;
    }
    ct_tensor *x = ct_s_cast(S(r), X(r, cumprod, input), (ct_dtype)g->dtype);
    ct_tensor *one = ct_s_row(S(r), CT_ROW(ones_like), first_of(r, y, dim));
    ct_tensor *before = ct_scope_conj(S(r), shifted(r, one, y, dim));
    ct_tensor *after = from_end(r, ct_scope_conj(S(r), x), g, dim);
    r->gx[0] = ct_s_mul(S(r), before, after);
}

/* exp(x - y) times the sum of g exp(y - y') over the places from it on: both exponents are
 * at most 0. Where y is -inf, so are all x until there. 16 bits of y are too few. */
void ct_logcumsumexp_grad(ct_rule *r)
{
    ct_tensor *g = G(r, 0), *y = Y(r, logcumsumexp, result);
    int64_t dim = V(r, logcumsumexp, dim).i;
    if (is_plain(g)) {
        r->gx[0] = g;
        return;
    }
    ct_dtype work = ct_device_compute(g->device, (ct_dtype)g->dtype);
    ct_tensor *x = ct_s_cast(S(r), X(r, logcumsumexp, input), work);
    if (work != g->dtype) {
        y = ct_s_logcumsumexp(S(r), x, dim);
        g = ct_s_cast(S(r), g, work);
    }
    ct_tensor *last = shifted(r, first_of(r, y, dim), y, dim);
    ct_tensor *none = ct_s_eq(S(r), y, ct_s_float(S(r), -INFINITY));
    y = ct_s_where(S(r), none, ct_s_int(S(r), 0), y);
    ct_tensor *steps = ct_s_exp(S(r), ct_s_sub(S(r), last, y));
    ct_tensor *share = ct_s_exp(S(r), ct_s_sub(S(r), x, y));
    r->gx[0] = ct_s_mul(S(r), share, from_end(r, steps, g, dim));
}

/* The gradient goes to the place each value came from. */
static void extreme_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    ct_tensor *zeros =
        ct_s_new_zeros(S(r), (ct_dtype)x.dtype, x.ndim, x.shape, CT_PLACE(&x));
    r->gx[0] = ct_s_scatter_add(S(r), zeros, V(r, cummax, dim).i, Y(r, cummax, indices),
                                G(r, 0));
}

void ct_cummax_grad(ct_rule *r)
{
    extreme_grad(r);
}

void ct_cummin_grad(ct_rule *r)
{
    extreme_grad(r);
}

/* See NOTE [Recurrences]: of terms what comes back, of factors that of the next place times
 * y. The last factor counts nothing. */
void ct_recurrence_grad(ct_rule *r)
{
    ct_tensor *g = G(r, 0), *a = X(r, recurrence, factors);
    int64_t dim = V(r, recurrence, dim).i;
    if (is_plain(g)) {
        r->gx[EDGE(r, recurrence, terms)] = g;
        return;
    }
    ct_tensor *conj = ct_scope_conj(S(r), a);
    ct_tensor *back =
        from_end(r, shifted(r, first_of(r, conj, dim), conj, dim), g, dim);
    if (NEEDS(r, recurrence, terms)) {
        r->gx[EDGE(r, recurrence, terms)] = back;
    }
    if (NEEDS(r, recurrence, factors)) {
        ct_tensor *y = ct_scope_conj(S(r), Y(r, recurrence, result));
        ct_tensor *end = first_of(r, ct_s_row(S(r), CT_ROW(zeros_like), g), dim);
        ct_tensor *const list[] = {less_one(r, back, dim, 1), end};
        ct_tensor *next = ct_s_cat(S(r), ct_tensors_of(2, list), .dim = CT_SOME(dim));
        r->gx[EDGE(r, recurrence, factors)] = ct_s_mul(S(r), next, y);
    }
}
