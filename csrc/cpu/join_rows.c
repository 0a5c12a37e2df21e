/* join_rows: kernels of cat and stack.
 *
 * Inputs of one dtype whose rows are packed are runs of bytes that follow each other in
 * each row of the result; others are copied one by one into their part of it. */
#include "core/bytes.h"
#include "core/parallel.h"
#include "cpu/copy.h"
#include "ops/join.h"
#include "rows/join.h"

typedef struct rows {
    ct_tensors list;
    char *out;
    int64_t period; /* bytes of the result from one row to the next */
    int64_t outer;  /* rows: the elements of the dims before the joined one */
    int dim;        /* the joined one */
} rows;

/* Are the rows of t, its dims from `dim` on, runs at equal distances? Then *step is how
 * many bytes lie between the first ones of two. */
static bool find_step(const ct_tensor *t, int dim, int64_t *step)
{
    int64_t run = ct_tensor_itemsize(t), next = 0;
    bool found = false;
    for (int d = t->ndim - 1; d >= dim; d--) {
        if (t->shape[d] != 1 && t->strides[d] != run) {
            return false;
        }
        run *= t->shape[d];
    }
    *step = run;
    for (int d = (dim < t->ndim ? dim : t->ndim) - 1; d >= 0; d--) {
        if (t->shape[d] == 1) {
            continue;
        }
        if (found && t->strides[d] != next) {
            return false;
        }
        *step = found ? *step : t->strides[d];
        next = t->strides[d] * t->shape[d];
        found = true;
    }
    return true;
}

/* Rows [begin, end) of the result: a run of bytes of each input in turn. */
static int copy_rows(void *ctx, int64_t begin, int64_t end)
{
    const rows *r = ctx;
    for (int64_t row = begin; row < end; row++) {
        char *to = r->out + row * r->period;
        for (int64_t i = 0; i < r->list.n; i++) {
            const ct_tensor *t = r->list.v[i];
            int64_t bytes = t->numel / r->outer * ct_tensor_itemsize(t);
            int64_t step = bytes;
            if (!ct_tensor_is_contiguous(t)) {
                find_step(t, r->dim, &step);
            }
            ct_bytes_copy(to, t->data + row * step, (size_t)bytes);
            to += bytes;
        }
    }
    return 0;
}

#define LONG_RUN 16 /* elements: worth a memcpy; more than an input is worth a plan */

/* Are the rows of all inputs and the result packed and of one dtype? A large input that is
 * one run is left to ct_tensor_copy_data, which splits it, and so are many short runs. */
static bool is_packed(const ct_call *c, int64_t outer, int dim)
{
    ct_tensors list = ARG(c, cat, tensors).tensors;
    bool packed = ct_tensor_is_contiguous(c->out[0]);
    int64_t step;
    for (int64_t i = 0; packed && i < list.n; i++) {
        const ct_tensor *t = list.v[i];
        packed = t->dtype == c->out[0]->dtype && find_step(t, dim, &step) &&
                 t->numel / outer < CT_GRAIN &&
                 (outer < LONG_RUN || t->numel / outer >= LONG_RUN);
    }
    return packed;
}

static int fill(ct_call *c, bool stacked)
{
    const ct_tensor *out = c->out[0];
    int64_t outer = 1;
    int dim = (int)ARG(c, cat, dim).i;
    for (int d = 0; d < dim; d++) {
        outer *= out->shape[d];
    }
    if (out->numel == 0 || !is_packed(c, outer, dim)) {
        return ct_join_copies(c, stacked);
    }
    rows r = {ARG(c, cat, tensors).tensors, out->data,
              out->numel / outer * ct_tensor_itemsize(out), outer, dim};
    int64_t grain = CT_GRAIN / (out->numel / outer);
    return ct_parallel_for(outer, grain > 0 ? grain : 1, copy_rows, &r);
}

int ct_cat_cpu(ct_call *c)
{
    return ct_join(c, false, fill);
}

int ct_stack_cpu(ct_call *c)
{
    return ct_join(c, true, fill);
}
