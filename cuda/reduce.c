/* reduce: the reduction rows: which dims are folded, in how many parts, and softmax. */
#include "reduce.h"

#include <string.h>

#include "host.h"
#include "ops/reduce.h"
#include "rows/norm.h"
#include "rows/reduce.h"

/* Dims of `bits`, innermost first, those merged through which the operand runs on. */
static int walk_dims(const ct_tensor *x, uint64_t bits, ct_loop_size *sizes,
                     int64_t *strides)
{
    int n = 0;
    int64_t size = 1, stride = 0;
    for (int d = x->ndim - 1; d >= -1; d--) {
        bool own = d >= 0 && (bits >> d & 1) && x->shape[d] != 1;
        if (d >= 0 && !own) {
            continue;
        }
        if (own && size > 1 && x->strides[d] == stride * size) {
            size *= x->shape[d];
            continue;
        }
        if (size > 1) {
            if (n == CT_LOOP_DIMS) {
                return -1;
            }
            sizes[n] = ct_plan_size(size);
            strides[n++] = stride;
        }
        if (own) {
            size = x->shape[d];
            stride = x->strides[d];
        }
    }
    return n;
}

/* Results that have many elements each are folded by blocks, in parts where there are few
 * results; others by a thread each. */
static void choose_parts(ct_device_reduce *r)
{
    r->parts = 0;
    if (r->count < 64 || (r->count < 1024 && r->outputs > 65536)) {
        return;
    }
    uint32_t parts = r->count / CT_REDUCE_PART;
    r->parts = parts < 1 ? 1 : parts > CT_REDUCE_PARTS ? CT_REDUCE_PARTS : parts;
    if (r->outputs > 1024) {
        r->parts = 1;
    }
}

static int launch(const ct_call *c, ct_device_fold fold, ct_device_reduce *r, int index)
{
    char *partial = NULL;
    size_t n = (size_t)r->outputs * r->parts * CT_REDUCE_ACCUMULATOR;
    if (r->parts > 1 && !(partial = ct_cuda_allocate(n, index, false))) {
        return -1;
    }
    r->partial = partial;
    bool known = ct_cuda_fold(fold, r, ct_cuda_stream(index));
    if (partial) {
        ct_cuda_free(partial, n, index);
    }
    return known ? 0 : ct_cuda_no_kernel(c, (ct_dtype)r->dtype);
}

typedef struct folding {
    ct_device_fold fold;
    uint64_t mask; /* dims that are folded */
    double scale;
    ct_tensor *values; /* of argmax */
} folding;

static int fold(const ct_call *c, ct_tensor *x, folding f, ct_tensor *out)
{
    ct_device_reduce r;
    memset(&r, 0, sizeof r);
    if (out->numel == 0) {
        return 0;
    }
    int64_t count = ct_reduce_count(x, f.mask);
    r.outer_ndim = walk_dims(x, ~f.mask, r.outer, r.outer_strides);
    r.inner_ndim = walk_dims(x, f.mask, r.inner, r.inner_strides);
    if (r.outer_ndim < 0 || r.inner_ndim < 0 || count > INT32_MAX ||
        out->numel > INT32_MAX) { /* in rows, which have fewer dims */
        return ct_error(CT_ERR_NOT_IMPLEMENTED,
                        "%s: expected at most %d dims that do not run on and 2^31 "
                        "elements on cuda, got shape %s",
                        c->op->name, CT_LOOP_DIMS, ct_tensor_shape_str(x));
    }
    r.data = x->data;
    r.dtype = x->dtype;
    r.out = out->data;
    r.out_dtype = out->dtype;
    r.values = f.values ? f.values->data : NULL;
    r.outputs = (uint32_t)out->numel;
    r.count = (uint32_t)count;
    r.scale = f.scale;
    choose_parts(&r);
    return ct_cuda_use(x->device_index) < 0 ? -1
                                            : launch(c, f.fold, &r, x->device_index);
}

static int fold_plain(ct_call *c, ct_device_fold f)
{
    return fold(c, FIRST(c), (folding){f, ct_reduce_mask(c), 1, NULL}, c->out[0]);
}

/* Integers widen as they are read; all else is cast first. */
static int fold_as(ct_call *c, ct_device_fold f, double scale)
{
    ct_dtype d = (ct_dtype)c->compute;
    ct_tensor *x = FIRST(c);
    bool widens = d == CT_DTYPE_I64 && ct_dtype_is_integral((ct_dtype)x->dtype);
    x = widens ? ct_newref(x) : ct_tensor_cast(x, d);
    int status =
        x ? fold(c, x, (folding){f, ct_reduce_mask(c), scale, NULL}, c->out[0]) : -1;
    ct_xdecref(x);
    return status;
}

static int sum(ct_call *c)
{
    return fold_as(c, CT_FOLD_SUM, 1);
}

static int prod(ct_call *c)
{
    return fold_as(c, CT_FOLD_PROD, 1);
}

static int mean(ct_call *c)
{
    int64_t n = ct_reduce_count(FIRST(c), ct_reduce_mask(c));
    return fold_as(c, CT_FOLD_SUM, 1.0 / (double)n);
}

static int spread(ct_call *c, ct_device_fold f)
{
    uint64_t mask = ct_reduce_mask(c);
    double n = (double)ct_reduce_count(FIRST(c), mask);
    double left = n - ARG(c, variance, correction).f;
    folding how = {f, mask, 1 / (left > 0 ? left : 0), NULL};
    return fold(c, FIRST(c), how, c->out[0]);
}

static int variance(ct_call *c)
{
    return spread(c, CT_FOLD_VARIANCE);
}

static int deviation(ct_call *c)
{
    return spread(c, CT_FOLD_DEVIATION);
}

static int root_squares(ct_call *c)
{
    return fold_plain(c, CT_FOLD_NORM);
}

static int logsumexp(ct_call *c)
{
    return fold_plain(c, CT_FOLD_LOGSUMEXP);
}

static int largest(ct_call *c)
{
    return fold_plain(c, CT_FOLD_MAX);
}

static int smallest(ct_call *c)
{
    return fold_plain(c, CT_FOLD_MIN);
}

static int any(ct_call *c)
{
    return fold(c, FIRST(c), (folding){CT_FOLD_ANY, ct_truth_mask(c), 1, NULL},
                c->out[0]);
}

static int all(ct_call *c)
{
    return fold(c, FIRST(c), (folding){CT_FOLD_ALL, ct_truth_mask(c), 1, NULL},
                c->out[0]);
}

/* Along one dim, or of all flattened; with the values where the row has them. */
static int place(ct_call *c, ct_device_fold f)
{
    int dim = ct_call_dim(c);
    bool values = c->op->nout == 2;
    folding how = {f, dim < 0 ? ~(uint64_t)0 : (uint64_t)1 << dim, 1,
                   values ? c->out[0] : NULL};
    return fold(c, FIRST(c), how, values ? SECOND_OUT(c) : c->out[0]);
}

static int argmax(ct_call *c)
{
    return place(c, CT_FOLD_ARGMAX);
}

static int argmin(ct_call *c)
{
    return place(c, CT_FOLD_ARGMIN);
}

/* ---- softmax ----------------------------------------------------------------------- */

int ct_cuda_lines(const ct_call *c, const ct_tensor *x, const ct_tensor *out, int dim,
                  ct_device_lines *l)
{
    int n = 0;
    memset(l, 0, sizeof *l);
    for (int d = x->ndim - 1; d >= 0; d--) {
        if (d == dim || x->shape[d] == 1) {
            continue;
        }
        if (n == CT_LOOP_DIMS) {
            return ct_error(CT_ERR_NOT_IMPLEMENTED,
                            "%s: expected at most %d dims on cuda, got shape %s",
                            c->op->name, CT_LOOP_DIMS, ct_tensor_shape_str(x));
        }
        l->outer[n] = ct_plan_size(x->shape[d]);
        l->in_strides[n] = x->strides[d];
        l->out_strides[n++] = out->strides[d];
    }
    int64_t count = x->ndim ? x->shape[dim] : 1;
    l->outer_ndim = n;
    l->data = x->data;
    l->out = out->data;
    l->dtype = x->dtype;
    l->out_dtype = out->dtype;
    l->count = (uint32_t)count;
    l->lines = (uint32_t)(x->numel / count);
    l->in_step = x->ndim ? x->strides[dim] : 0;
    l->out_step = x->ndim ? out->strides[dim] : 0;
    return ct_cuda_use(x->device_index);
}

static int softmax_as(ct_call *c, bool log)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_device_lines l;
    if (out->numel == 0) {
        return 0;
    }
    if (ct_cuda_lines(c, x, out, x->ndim ? ct_call_dim(c) : 0, &l) < 0) {
        return -1;
    }
    ct_cuda_softmax(&l, log, c->compute == CT_DTYPE_F64,
                    ct_cuda_stream(x->device_index));
    return 0;
}

/* The input in the dtype that was asked for, if one was. */
static int softmax_row(ct_call *c, bool log)
{
    ct_tensor *given = FIRST(c);
    ct_tensor *x = ct_tensor_cast(given, (ct_dtype)c->out[0]->dtype);
    if (!x) {
        return -1;
    }
    FIRST(c) = x;
    int status = softmax_as(c, log);
    FIRST(c) = given;
    ct_decref(x);
    return status;
}

static int softmax(ct_call *c)
{
    return softmax_row(c, false);
}

static int log_softmax(ct_call *c)
{
    return softmax_row(c, true);
}

extern const ct_cuda_kernel ct_cuda_reductions[];
const ct_cuda_kernel ct_cuda_reductions[] = {
    {CT_ID_sum, sum},
    {CT_ID_prod, prod},
    {CT_ID_mean, mean},
    {CT_ID_variance, variance},
    {CT_ID_deviation, deviation},
    {CT_ID_root_squares, root_squares},
    {CT_ID_logsumexp, logsumexp},
    {CT_ID_max, largest},
    {CT_ID_min, smallest},
    {CT_ID_amax, largest},
    {CT_ID_amin, smallest},
    {CT_ID_max_dim, argmax},
    {CT_ID_min_dim, argmin},
    {CT_ID_argmax, argmax},
    {CT_ID_argmin, argmin},
    {CT_ID_any, any},
    {CT_ID_all, all},
    {CT_ID_softmax, softmax},
    {CT_ID_log_softmax, log_softmax},
    {0, NULL},
};
