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
#include "rows/sort.h"
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
    ct_dtype d = (ct_dtype)G(r, 0)->dtype;
    ct_tensor *x = ct_s_cast(S(r), X(r, cumprod, input), d);
    r->gx[0] = ct_s_cumprod_grad(S(r), G(r, 0), x, V(r, cumprod, dim).i);
}

/* exp(a - b), a <= b, by which b is a sum that a is a part of. Where b is -inf, so are all
 * parts. Where both are infinite the share is `infinite`, and is no part of the graph. Of
 * complex numbers its conjugate, infinities as they come. */
static ct_tensor *share_of(ct_rule *r, ct_tensor *a, ct_tensor *b, double infinite)
{
    if (a && b && ct_dtype_is_complex((ct_dtype)b->dtype)) {
        return ct_scope_conj(S(r), ct_s_exp(S(r), ct_s_sub(S(r), a, b)));
    }
    ct_tensor *most = ct_s_float(S(r), INFINITY), *zero = ct_s_int(S(r), 0);
    ct_tensor *none = ct_s_eq(S(r), b, ct_s_float(S(r), -INFINITY));
    ct_tensor *all =
        ct_s_logical_and(S(r), ct_s_eq(S(r), a, most), ct_s_eq(S(r), b, most));
    b = ct_s_where(S(r), ct_s_logical_or(S(r), none, all), zero, b);
    a = ct_s_where(S(r), all, zero, a);
    ct_tensor *share = ct_s_exp(S(r), ct_s_sub(S(r), a, b));
    return ct_s_where(S(r), all, ct_s_float(S(r), infinite), share);
}

/* exp(x - y) times the sum of g exp(y - y') over the places from it on: both exponents are
 * at most 0. Behind an infinity the sum stays what it is, which that alone determines: its
 * own share is NaN, as that of logsumexp is. 16 bits of y are too few. */
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
    ct_tensor *steps = share_of(r, last, y, 1), *share = share_of(r, x, y, NAN);
    r->gx[0] = ct_s_mul(S(r), share, from_end(r, steps, g, dim));
}

/* The gradient goes to the place each value came from. */
void ct_cummax_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    ct_tensor *zeros =
        ct_s_new_zeros(S(r), (ct_dtype)x.dtype, x.ndim, x.shape, CT_PLACE(&x));
    r->gx[0] = ct_s_scatter_add(S(r), zeros, V(r, cummax, dim).i, Y(r, cummax, indices),
                                G(r, 0));
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

/* ---- products at places ---------------------------------------------------- */

/* A mask's elements from the second on, behind or before a false one: whether an element
 * follows, or has, one that goes to the same place. */
static ct_tensor *neighbour(ct_rule *r, ct_tensor *same, int64_t dim, bool before)
{
    ct_tensor *none = ct_s_row(S(r), CT_ROW(zeros_like), first_of(r, same, dim));
    ct_tensor *const list[] = {before ? none : same, before ? same : none};
    return none ? ct_s_cat(S(r), ct_tensors_of(2, list), .dim = CT_SOME(dim)) : NULL;
}

/* For each element of x the product of the others of its run along dim. Runs begin where
 * the factor that is carried on is 0. same: are neighbours of one run? */
static ct_tensor *others_of_runs(ct_rule *r, ct_tensor *x, ct_tensor *same, int64_t dim)
{
    ct_tensor *follows = neighbour(r, same, dim, true);
    ct_tensor *goes_on = neighbour(r, same, dim, false);
    ct_tensor *first = ct_s_sub(S(r), ct_s_int(S(r), 1), follows);
    ct_tensor *last = ct_s_sub(S(r), ct_s_int(S(r), 1), goes_on);
    ct_tensor *before = ct_s_recurrence(S(r), ct_s_mul(S(r), x, goes_on), first, dim);
    return ct_s_mul(S(r), before, from_end(r, ct_s_mul(S(r), x, follows), last, dim));
}

/* g times all other factors of its place: with those in order of their places, these are
 * runs. */
static ct_tensor *factor_grad(ct_rule *r, ct_tensor *src, ct_tensor *index, int64_t dim)
{
    ct_tensor *order = ct_s_argsort(S(r), index, .dim = CT_SOME(dim), .stable = true);
    ct_tensor *places = ct_s_gather(S(r), index, dim, order);
    ct_tensor *x = ct_s_gather(S(r), src, dim, order);
    ct_tensor *same =
        ct_s_eq(S(r), less_one(r, places, dim, 1), less_one(r, places, dim, 0));
    same = ct_s_cast(S(r), same, (ct_dtype)src->dtype);
    ct_tensor *others = src->shape[dim] > 1 ? others_of_runs(r, x, same, dim)
                                            : ct_s_row(S(r), CT_ROW(ones_like), x);
    ct_tensor *there = ct_s_gather(S(r), X(r, scatter_prod, input), dim, places);
    others = ct_scope_conj(S(r), ct_s_mul(S(r), others, there));
    ct_tensor *g = ct_s_mul(S(r), others, ct_s_gather(S(r), G(r, 0), dim, places));
    ct_tensor *zeros = ct_s_row(S(r), CT_ROW(zeros_like), src);
    return ct_s_scatter(S(r), zeros, dim, order, g);
}

void ct_scatter_prod_grad(ct_rule *r)
{
    ct_tensor *index = X(r, scatter_prod, index), *src = X(r, scatter_prod, src);
    int64_t dim = V(r, scatter_prod, dim).i;
    if (NEEDS(r, scatter_prod, input)) {
        ct_tensor *one = ct_s_row(S(r), CT_ROW(ones_like), G(r, 0));
        ct_tensor *factor = ct_s_scatter_prod(S(r), one, dim, index, src);
        r->gx[0] = ct_s_mul(S(r), G(r, 0), ct_scope_conj(S(r), factor));
    }
    if (NEEDS(r, scatter_prod, src) && index && src && index->numel) {
        r->gx[EDGE(r, scatter_prod, src)] = factor_grad(r, src, index, dim);
    }
}
