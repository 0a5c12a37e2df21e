/* running: running extremes, sums of exponentials and recurrences; gradients of tables,
 * distances, triangles, numbers less their mean. */
#include "running.h"

#include "host.h"
#include "ops/create.h"
#include "ready.h"
#include "rows/arithmetic.h"
#include "rows/create.h"
#include "rows/embedding.h"
#include "rows/norm.h"
#include "rows/reduce.h"
#include "rows/scan.h"
#include "sorted.h"

/* ---- along lines ------------------------------------------------------------------- */

static void set_lines(ct_device_runner *d, const ct_tensor *x, int dim)
{
    d->outer = d->n = d->inner = 1;
    for (int i = 0; i < x->ndim; i++) {
        int64_t *part = i < dim ? &d->outer : i == dim ? &d->n : &d->inner;
        *part *= x->shape[i];
    }
}

static int extremes(ct_call *c, bool largest)
{
    ct_tensor *x = FIRST(c), *values = OUT(c, cummax, values);
    ct_device_runner d = {.dtype = x->dtype};
    ct_ready r;
    if (values->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, x);
    set_lines(&d, x, ct_call_dim(c));
    d.x = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    d.y = ct_ready_write(&r, values, (ct_dtype)x->dtype);
    d.places = ct_ready_write(&r, OUT(c, cummax, indices), CT_DTYPE_I64);
    if (!r.failed && !ct_cuda_running_extreme(&d, largest, r.stream)) {
        r.failed = ct_cuda_no_kernel(c, (ct_dtype)x->dtype) < 0;
    }
    return ct_ready_end(&r);
}

static int cummax(ct_call *c)
{
    return extremes(c, true);
}

static int cummin(ct_call *c)
{
    return extremes(c, false);
}

static int logcumsumexp(ct_call *c)
{
    ct_tensor *out = c->out[0];
    ct_dtype d = (ct_dtype)out->dtype;
    ct_device_runner l = {.dtype = d};
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    if (!ct_dtype_is_floating(d)) {
        return ct_cuda_no_kernel(c, d);
    }
    ct_ready_begin(&r, out);
    set_lines(&l, out, ct_call_dim(c));
    l.x = ct_ready_read(&r, FIRST(c), d);
    l.y = ct_ready_write(&r, out, d);
    if (!r.failed) {
        ct_cuda_logcumsumexp(&l, r.stream);
    }
    return ct_ready_end(&r);
}

static int recurrence(ct_call *c)
{
    ct_tensor *out = c->out[0];
    ct_dtype d = (ct_dtype)out->dtype;
    ct_device_runner l = {.dtype = d};
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, out);
    set_lines(&l, out, ct_call_dim(c));
    l.factors = ct_ready_read(&r, ARG(c, recurrence, factors).tensor, d);
    l.x = ct_ready_read(&r, ARG(c, recurrence, terms).tensor, d);
    l.y = ct_ready_write(&r, out, d);
    if (!r.failed) {
        ct_cuda_recurrence(&l, r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- rows ---------------------------------------------------------------------------- */

/* Of indices in order, so that each row is added up by one block, in order. */
static int embedding_grad(ct_call *c)
{
    ct_tensor *g = ARG(c, embedding_grad, grad).tensor, *out = c->out[0],
              *indices = ARG(c, embedding_grad, indices).tensor;
    ct_device_order o;
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, out);
    ct_order_begin(&o, &r, c, indices, -1, CT_DTYPE_I64);
    o.lines = 1;
    ct_device_items items = ct_order_sort(&o, &r);
    ct_device_table t = {.keys = items.keys,
                         .places = items.places,
                         .n = items.n,
                         .rows = out->shape[0],
                         .width = out->shape[1],
                         .padding = ARG(c, embedding_grad, padding_idx).i,
                         .mean = ARG(c, embedding_grad, scale_grad_by_freq).i,
                         .dtype = g->dtype};
    t.grad = ct_ready_read(&r, g, (ct_dtype)g->dtype);
    t.out = ct_ready_write(&r, out, (ct_dtype)g->dtype);
    if (!r.failed) {
        ct_cuda_table_grad(&t, r.stream);
    }
    return ct_ready_end(&r);
}

static int distances(ct_call *c)
{
    ct_tensor *a = ARG(c, distances, input).tensor,
              *b = ARG(c, distances, other).tensor, *out = c->out[0];
    ct_dtype d = (ct_dtype)a->dtype;
    ct_device_distances s = {.batches = a->shape[0],
                             .rows = a->shape[1],
                             .columns = b->shape[1],
                             .m = a->shape[2],
                             .p = ARG(c, distances, p).f,
                             .dtype = d};
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, a);
    s.a = ct_ready_read(&r, a, d);
    s.b = ct_ready_read(&r, b, d);
    s.out = ct_ready_write(&r, out, d);
    if (!r.failed) {
        ct_cuda_distances(&s, r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- others -------------------------------------------------------------------------- */

static int triangle_indices(ct_call *c)
{
    ct_triangle t = ct_triangle_read(c);
    ct_tensor *out = c->out[0];
    ct_ready r;
    ct_ready_begin(&r, out);
    int64_t *to = ct_ready_write(&r, out, CT_DTYPE_I64);
    if (!r.failed && out->numel) {
        ct_cuda_triangle(to, out->numel / 2, t.rows, t.cols, t.offset, t.upper,
                         r.stream);
    }
    return ct_ready_end(&r);
}

/* x less its mean, in float64. */
static int centered(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_call mean, less;
    if (out->numel == 0) {
        return 0;
    }
    ct_tensor *wide = ct_tensor_prepare(x, CT_DTYPE_F64);
    ct_tensor *plain =
        wide ? ct_tensor_alias(wide, wide->ndim, wide->shape, wide->strides, wide->data)
             : NULL;
    ct_xdecref(wide);
    if (!plain) {
        return -1;
    }
    ct_call_init(&mean, ct_ops[CT_ID_mean]);
    ct_call_first(&mean, plain);
    if (GIVEN(c, centered, dim)) {
        ct_dims dims = ARG(c, centered, dim).dims;
        ct_call_dims(&mean, CT_AT(mean, dim), dims.n, dims.v);
    }
    ct_call_int(&mean, CT_AT(mean, keepdim), true);
    int status = ct_call_run(&mean);
    if (status == 0) {
        ct_call_init(&less, ct_ops[CT_ID_sub]);
        ct_call_first(&less, plain);
        ct_call_tensor(&less, 1, mean.out[0]);
        status = ct_call_run(&less);
        ct_call_release(&mean);
    }
    if (status == 0) {
        status = ct_tensor_copy_data(out, less.out[0]);
        ct_call_release(&less);
    }
    ct_decref(plain);
    return status;
}

extern const ct_cuda_kernel ct_cuda_running[];
const ct_cuda_kernel ct_cuda_running[] = {
    {CT_ID_cummax, cummax},
    {CT_ID_cummin, cummin},
    {CT_ID_logcumsumexp, logcumsumexp},
    {CT_ID_recurrence, recurrence},
    {CT_ID_embedding_grad, embedding_grad},
    {CT_ID_distances, distances},
    {CT_ID_tril_indices, triangle_indices},
    {CT_ID_triu_indices, triangle_indices},
    {CT_ID_centered, centered},
    {0, NULL},
};
