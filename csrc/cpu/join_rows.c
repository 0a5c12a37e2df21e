/* join_rows: kernels of cat and stack.
 *
 * Packed inputs of one dtype are runs of bytes that follow each other in each row of
 * the result; others are copied one by one into their part of it. */
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
} rows;

/* Rows [begin, end) of the result: a run of bytes of each input in turn. */
static int copy_rows(void *ctx, int64_t begin, int64_t end)
{
    const rows *r = ctx;
    for (int64_t row = begin; row < end; row++) {
        char *to = r->out + row * r->period;
        for (int64_t i = 0; i < r->list.n; i++) {
            const ct_tensor *t = r->list.v[i];
            int64_t bytes = t->numel / r->outer * ct_tensor_itemsize(t);
            ct_bytes_copy(to, t->data + row * bytes, (size_t)bytes);
            to += bytes;
        }
    }
    return 0;
}

#define LONG_RUN 16 /* elements: worth a memcpy; more than an input is worth a plan */

/* Are all inputs and the result packed and of one dtype? A large input that is one
 * run is left to ct_tensor_copy_data, which splits it, and so are many short runs. */
static bool is_packed(const ct_call *c, int64_t outer)
{
    ct_tensors list = ARG(c, cat, tensors).tensors;
    bool packed = ct_tensor_is_contiguous(c->out[0]);
    for (int64_t i = 0; packed && i < list.n; i++) {
        const ct_tensor *t = list.v[i];
        packed = t->dtype == c->out[0]->dtype && ct_tensor_is_contiguous(t) &&
                 t->numel / outer < CT_GRAIN &&
                 (outer < LONG_RUN || t->numel / outer >= LONG_RUN);
    }
    return packed;
}

static int fill(ct_call *c, bool stacked)
{
    const ct_tensor *out = c->out[0];
    int64_t outer = 1;
    for (int d = 0; d < ARG(c, cat, dim).i; d++) {
        outer *= out->shape[d];
    }
    if (out->numel == 0 || !is_packed(c, outer)) {
        return ct_join_copies(c, stacked);
    }
    rows r = {ARG(c, cat, tensors).tensors, out->data,
              out->numel / outer * ct_tensor_itemsize(out), outer};
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
