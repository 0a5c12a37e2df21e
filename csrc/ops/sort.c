/* sort: what the rows about order accept and return. */
#include "rows/sort.h"

#include <stdlib.h>

#include "ops/reduce.h"
#include "ops/scope.h"
#include "rows/comparison.h"
#include "rows/index.h"
#include "rows/join.h"
#include "rows/view.h"

/* Complex numbers have no order; places in a row have 32 bits. */
static int sortable(const ct_call *c, const ct_tensor *x, int64_t n)
{
    ct_dtype d = (ct_dtype)x->dtype;
    if (n >= UINT32_MAX) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected less than %llu elements, got %lld", c->op->pyname,
                        (unsigned long long)UINT32_MAX, (long long)n);
    }
    return ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d);
}

static int64_t size_along(const ct_call *c, const ct_tensor *x)
{
    return x->ndim ? x->shape[ct_call_dim(c)] : 1;
}

/* ---- all in order ------------------------------------------------------------ */

/* Results lie in memory as the input does, so that rows are sorted where they lie. */

static int order_check(ct_call *c, bool values)
{
    ct_tensor *x = ARG(c, sort, input).tensor;
    if (sortable(c, x, size_along(c, x)) < 0) {
        return -1;
    }
    c->compute = x->dtype;
    if (values) {
        ct_call_following(c, 0, (ct_dtype)x->dtype, x);
    }
    return ct_call_following(c, values, CT_DTYPE_I64, x);
}

int ct_sort_check(ct_call *c)
{
    return order_check(c, true);
}

int ct_argsort_check(ct_call *c)
{
    return order_check(c, false);
}

int ct_sort_values_check(ct_call *c)
{
    ct_tensor *x = ARG(c, sort_values, input).tensor;
    c->compute = x->dtype;
    return sortable(c, x, size_along(c, x)) < 0
               ? -1
               : ct_call_following(c, 0, (ct_dtype)x->dtype, x);
}

CT_BODY(msort)
{
    ct_tensor *x = ARG(c, msort, input).tensor;
    if (sortable(c, x, x->ndim ? x->shape[0] : 1) < 0) {
        return NULL;
    }
    return ct_s_sort_values(s, x, .dim = CT_SOME(0));
}

int ct_topk_check(ct_call *c)
{
    ct_tensor *x = ARG(c, topk, input).tensor;
    int64_t k = ARG(c, topk, k).i, n = size_along(c, x), *shape = ct_call_shape(c, 0);
    if (sortable(c, x, n) < 0) {
        return -1;
    }
    if (k < 0 || k > n) {
        return ct_error(
            CT_ERR_RUNTIME,
            "topk: expected k from 0 to %lld, the size along dim, got %lld: "
            "selected index k out of range",
            (long long)n, (long long)k);
    }
    for (int d = 0; d < x->ndim; d++) {
        shape[d] = d == ct_call_dim(c) ? k : x->shape[d];
    }
    c->compute = x->dtype;
    ct_call_result(c, 0, (ct_dtype)x->dtype, x->ndim, shape);
    return ct_call_result(c, 1, CT_DTYPE_I64, x->ndim, shape);
}

/* ---- one of them --------------------------------------------------------------- */

int ct_median_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, median, input).tensor;
    if (sortable(c, x, x->numel) < 0) {
        return -1;
    }
    if (x->numel == 0 && !ct_dtype_is_floating((ct_dtype)x->dtype)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected at least one element, as %s has no NaN",
                        c->op->pyname, ct_dtype_name((ct_dtype)x->dtype));
    }
    c->compute = x->dtype;
    return ct_call_result(c, 0, (ct_dtype)x->dtype, 0, NULL);
}

int ct_median_dim_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, median_dim, input).tensor;
    int64_t n = size_along(c, x);
    if (sortable(c, x, n) < 0) {
        return -1;
    }
    if (n == 0) {
        return ct_error(
            CT_ERR_INDEX,
            "%s: Expected reduction dim to have non-zero size, got shape %s",
            c->op->pyname, ct_tensor_shape_str(x));
    }
    c->compute = x->dtype;
    uint64_t mask = (uint64_t)1 << ct_call_dim(c);
    bool keep = ARG(c, median_dim, keepdim).i;
    ct_reduce_out(c, 0, (ct_dtype)x->dtype, mask, keep);
    return ct_reduce_out(c, 1, CT_DTYPE_I64, mask, keep);
}

/* ---- places in order ------------------------------------------------------------- */

/* The dtype in which two are compared, where it has an order. */
static int compared(ct_call *c, ct_tensor *a, ct_tensor *b)
{
    ct_dtype d = ct_promote_tensors(2, (ct_tensor *[]){a, b});
    c->compute = (uint8_t)d;
    return ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d);
}

/* A vector serves all values; rows serve values of the same leading sizes. */
static int check_sequence(const ct_tensor *sequence, const ct_tensor *x)
{
    int rows = sequence->ndim - 1;
    bool fits = rows >= 0 &&
                (rows == 0 || (x->ndim == rows + 1 &&
                               ct_shape_equal(rows, sequence->shape, rows, x->shape)));
    if (fits) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "searchsorted: expected a vector sorted_sequence, or one with the "
                    "leading sizes of input, %s, got shape %s",
                    ct_tensor_shape_str(x), ct_tensor_shape_str(sequence));
}

static int check_sorter(const ct_tensor *sequence, const ct_tensor *sorter)
{
    if (sorter->dtype != CT_DTYPE_I64) {
        return ct_error(CT_ERR_RUNTIME,
                        "searchsorted: expected an int64 sorter, got %s",
                        ct_dtype_name((ct_dtype)sorter->dtype));
    }
    if (!ct_tensor_same_shape(sorter, sequence)) {
        return ct_error(CT_ERR_RUNTIME,
                        "searchsorted: expected a sorter of the shape of "
                        "sorted_sequence, %s, got shape %s",
                        ct_tensor_shape_str(sequence), ct_tensor_shape_str(sorter));
    }
    return 0;
}

int ct_searchsorted_check(ct_call *c)
{
    ct_tensor *sequence = ARG(c, searchsorted, sorted_sequence).tensor;
    ct_tensor *x = ARG(c, searchsorted, input).tensor;
    bool left = GIVEN(c, searchsorted, side) &&
                ARG(c, searchsorted, side).i == CT_IS_searchsorted_side_left;
    if (left && ARG(c, searchsorted, right).i) {
        return ct_error(CT_ERR_RUNTIME, "searchsorted: side 'left' and right=True "
                                        "contradict each other");
    }
    if (compared(c, sequence, x) < 0 || check_sequence(sequence, x) < 0) {
        return -1;
    }
    if (GIVEN(c, searchsorted, sorter) &&
        check_sorter(sequence, ARG(c, searchsorted, sorter).tensor) < 0) {
        return -1;
    }
    bool narrow = ARG(c, searchsorted, out_int32).i;
    if (narrow && sequence->shape[sequence->ndim - 1] > INT32_MAX) {
        return ct_error(CT_ERR_RUNTIME,
                        "searchsorted: the sequence is too long for int32 indices");
    }
    return ct_call_like(c, 0, narrow ? CT_DTYPE_I32 : CT_DTYPE_I64, x);
}

CT_BODY(bucketize)
{
    ct_tensor *x = ARG(c, bucketize, input).tensor;
    ct_tensor *boundaries = ARG(c, bucketize, boundaries).tensor;
    if (boundaries->ndim != 1) {
        ct_error(CT_ERR_RUNTIME,
                 "bucketize: expected a vector of boundaries, got shape %s",
                 ct_tensor_shape_str(boundaries));
        return NULL;
    }
    if (compared(c, boundaries, x) < 0) {
        return NULL;
    }
    return ct_s_searchsorted(s, boundaries, x,
                             .out_int32 = ARG(c, bucketize, out_int32).i,
                             .right = ARG(c, bucketize, right).i);
}

int ct_isin_check(ct_call *c)
{
    ct_tensor *x = ARG(c, isin, elements).tensor;
    ct_tensor *among = ARG(c, isin, test_elements).tensor;
    if (compared(c, x, among) < 0 || sortable(c, among, among->numel) < 0) {
        return -1;
    }
    return ct_call_like(c, 0, CT_DTYPE_BOOL, x);
}

/* ---- counts ------------------------------------------------------------------------ */

/* How many there are is known when they have been counted: the kernel makes the result. */
int ct_bincount_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, bincount, input).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    bool whole = ct_dtype_is_integral(d) && d != CT_DTYPE_BOOL;
    if (ct_check_dtype(c, whole, "an integer", d) < 0) {
        return -1;
    }
    if (x->ndim != 1 && x->numel != 0) {
        return ct_error(CT_ERR_RUNTIME, "bincount: expected a vector, got shape %s",
                        ct_tensor_shape_str(x));
    }
    if (ARG(c, bincount, minlength).i < 0) {
        return ct_error(CT_ERR_RUNTIME, "bincount: expected minlength >= 0, got %lld",
                        (long long)ARG(c, bincount, minlength).i);
    }
    if (!GIVEN(c, bincount, weights)) {
        return 0;
    }
    const ct_tensor *w = ARG(c, bincount, weights).tensor;
    d = (ct_dtype)w->dtype;
    if (ct_check_dtype(c, !ct_dtype_is_complex(d), "real weights,", d) < 0) {
        return -1;
    }
    if (!ct_tensor_same_shape(x, w)) {
        return ct_error(CT_ERR_RUNTIME,
                        "bincount: expected weights of the shape of input, %s, got %s",
                        ct_tensor_shape_str(x), ct_tensor_shape_str(w));
    }
    return 0;
}

int ct_histc_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, histc, input).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    int64_t *bins = ct_call_shape(c, 0);
    *bins = ARG(c, histc, bins).i;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    if (*bins <= 0) {
        return ct_error(CT_ERR_RUNTIME, "histc: expected bins > 0, got %lld",
                        (long long)*bins);
    }
    c->compute = (uint8_t)d;
    return ct_call_result(c, 0, d, 1, bins);
}

/* ---- quantiles ----------------------------------------------------------------------- */

/* x's shape with 2 * n along dim, or in place of all dims: for each quantile the places of
 * its two elements, and their shares. */
static void keep_places(ct_call *c, const ct_tensor *x, int dim, int64_t n, ct_dtype d)
{
    int kept[] = {CT_KEPT_quantile_places, CT_KEPT_quantile_shares};
    for (int i = 0; i < 2; i++) {
        int64_t *shape = ct_call_shape(c, kept[i]);
        for (int k = 0; k < x->ndim; k++) {
            shape[k] = k == dim ? 2 * n : x->shape[k];
        }
        if (dim < 0 || x->ndim == 0) {
            shape[0] = 2 * n;
        }
        ct_call_result(c, kept[i], i ? ct_dtype_compute(d) : CT_DTYPE_I64,
                       dim < 0 || x->ndim == 0 ? 1 : x->ndim, shape);
    }
}

/* q's shape, then x's without dim, or with size 1 there. */
static int quantile_shape(ct_call *c, const ct_tensor *x, const ct_tensor *q, int dim,
                          ct_dtype d)
{
    int64_t *shape = ct_call_shape(c, 0);
    bool keep = ARG(c, quantile, keepdim).i;
    int n = 0;
    if (q->ndim) {
        shape[n++] = q->numel;
    }
    for (int k = 0; k < x->ndim; k++) {
        bool reduced = dim < 0 || k == dim;
        if (!reduced || keep) {
            shape[n++] = reduced ? 1 : x->shape[k];
        }
    }
    return ct_call_result(c, 0, d, n, shape);
}

int ct_quantile_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, quantile, input).tensor,
                    *q = ARG(c, quantile, q).tensor;
    ct_dtype d = (ct_dtype)x->dtype, dq = (ct_dtype)q->dtype;
    int dim = ct_call_dim(c);
    int64_t n = dim < 0 ? x->numel : size_along(c, x);
    if (sortable(c, x, n) < 0) {
        return -1;
    }
    if (ct_check_dtype(c, d != CT_DTYPE_BOOL, "a numeric (not bool)", d) < 0) {
        return -1;
    }
    if (!ct_tensor_is_weak(q) &&
        ct_check_dtype(c, ct_dtype_is_floating(dq), "a floating q,", dq) < 0) {
        return -1;
    }
    if (ct_check_dtype(c, !ct_dtype_is_complex(dq), "a real q,", dq) < 0) {
        return -1;
    }
    if (q->ndim > 1) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected q of at most 1 dim, got shape %s",
                        c->op->pyname, ct_tensor_shape_str(q));
    }
    if (n == 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected at least one element, got shape %s",
                        c->op->pyname, ct_tensor_shape_str(x));
    }
    d = ct_dtype_is_floating(d) ? d : ct_dtype_default();
    c->compute = (uint8_t)d;
    keep_places(c, x, dim, q->numel, d);
    return quantile_shape(c, x, q, dim, d);
}

/* ---- values that occur ------------------------------------------------------------------ */

/* How many there are is known only when they have been sorted. */
int ct_unique_places_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, unique_places, input).tensor;
    int64_t n = GIVEN(c, unique_places, dim) ? size_along(c, x) : x->numel;
    if (GIVEN(c, unique_places, dim) && x->numel == 0 && n != 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "unique: expected slices that have elements, got shape %s",
                        ct_tensor_shape_str(x));
    }
    return sortable(c, x, n);
}

int ct_distinct_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, distinct, input).tensor;
    if (x->ndim != 1) {
        return ct_error(CT_ERR_RUNTIME, "distinct: expected a vector, got shape %s",
                        ct_tensor_shape_str(x));
    }
    return sortable(c, x, x->numel);
}

enum { PLACES, INVERSE, COUNTS }; /* results of unique_places, a private row */

typedef struct occurring { /* what is asked */
    bool consecutive, inverse, counts;
    bool has_dim;
    int64_t dim;
} occurring;

/* The values, and what is asked besides, as a list. */
static int unique_list(ct_call *c, ct_tensor *values, const ct_call *found,
                       const occurring *w)
{
    int64_t n = 1 + w->inverse + w->counts, i = 0;
    ct_tensor **list = calloc((size_t)n, sizeof *list);
    if (!list) {
        return ct_error(CT_ERR_MEMORY, "out of memory");
    }
    list[i++] = ct_newref(values);
    if (w->inverse) {
        list[i++] = ct_newref(found->out[INVERSE]);
    }
    if (w->counts) {
        list[i++] = ct_newref(found->out[COUNTS]);
    }
    c->outs = ct_tensors_of(n, list);
    return 0;
}

/* The values alone, without their places. */
static int unique_values(ct_call *c, ct_tensor *x, bool consecutive)
{
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *flat = ct_s_flatten(&s, x);
    ct_tensor *y = ct_s_distinct(&s, consecutive ? flat : ct_s_sort_values(&s, flat));
    c->out[0] = ct_scope_return(&s, y);
    return c->out[0] ? 0 : -1;
}

static int unique(ct_call *c, ct_tensor *x, const occurring *w)
{
    if (!w->inverse && !w->counts && !w->has_dim) {
        return unique_values(c, x, w->consecutive);
    }
    ct_scope s;
    ct_call find;
    ct_scope_begin(&s);
    ct_call_init(&find, CT_ROW(unique_places));
    ct_call_tensor(&find, CT_AT(unique_places, input), x);
    if (w->has_dim) {
        ct_call_int(&find, CT_AT(unique_places, dim), w->dim);
    }
    ct_call_int(&find, CT_AT(unique_places, consecutive), w->consecutive);
    ct_call_int(&find, CT_AT(unique_places, inverse), w->inverse);
    ct_tensor *places = ct_scope_run(&s, &find);
    ct_tensor *from = w->has_dim ? x : ct_s_flatten(&s, x);
    ct_tensor *values =
        places ? ct_s_index_select(&s, from, w->has_dim ? w->dim : 0, places) : NULL;
    int status = values ? 0 : -1;
    if (values && (w->inverse || w->counts)) {
        status = unique_list(c, values, &find, w);
    } else if (values) {
        c->out[0] = ct_newref(values);
    }
    return ct_scope_end(&s) < 0 ? -1 : status;
}

int ct_unique_body(ct_call *c)
{
    occurring w = {.inverse = ARG(c, unique, return_inverse).i,
                   .counts = ARG(c, unique, return_counts).i,
                   .has_dim = GIVEN(c, unique, dim),
                   .dim = ARG(c, unique, dim).i};
    return unique(c, ARG(c, unique, input).tensor, &w);
}

int ct_unique_consecutive_body(ct_call *c)
{
    occurring w = {.consecutive = true,
                   .inverse = ARG(c, unique_consecutive, return_inverse).i,
                   .counts = ARG(c, unique_consecutive, return_counts).i,
                   .has_dim = GIVEN(c, unique_consecutive, dim),
                   .dim = ARG(c, unique_consecutive, dim).i};
    return unique(c, ARG(c, unique_consecutive, input).tensor, &w);
}

int ct_counts_between_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, counts_between, input).tensor;
    const ct_tensor *edges = ARG(c, counts_between, edges).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    int64_t *shape = ct_call_shape(c, 0);
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    if (edges->ndim != 1 || edges->numel < 2 || edges->dtype != d) {
        return ct_error(
            CT_ERR_RUNTIME,
            "counts_between: expected 2 or more edges of input's dtype in a "
            "vector");
    }
    shape[0] = edges->numel - 1;
    return ct_call_result(c, 0, CT_DTYPE_I64, 1, shape);
}
