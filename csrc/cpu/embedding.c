/* embedding: rows of a table gathered, and gradients added to it.
 *
 * Each thread adds to some rows of the table all that is for them, in the order of the
 * indices: so the sums are the same for any number of threads. */
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "rows/arithmetic.h"
#include "rows/embedding.h"

typedef struct table {
    int64_t rows, width; /* of the table; bytes of a row, or elements */
    int64_t count;
    const int64_t *index;
    const char *from;
    char *to;
    /* of the gradient */
    int64_t padding, size, parts; /* bytes of an element; real numbers in it */
    const int64_t *named; /* how often; NULL: no matter */
    ct_loop add;
} table;

static int out_of_range(int64_t index, int64_t rows)
{
    return ct_error(CT_ERR_INDEX,
                    "embedding: index out of range in self: expected indices in [0, "
                    "%lld), got %lld",
                    (long long)rows, (long long)index);
}

static int gather(void *context, int64_t begin, int64_t end)
{
    const table *t = context;
    for (int64_t i = begin; i < end; i++) {
        int64_t row = t->index[i]; /* others may write to it */
        if (row < 0 || row >= t->rows) {
            return out_of_range(row, t->rows);
        }
        memcpy(t->to + i * t->width, t->from + row * t->width, (size_t)t->width);
    }
    return 0;
}

int ct_embedding_cpu(ct_call *c)
{
    ct_tensor *w = ARG(c, embedding, weight).tensor,
              *indices = ARG(c, embedding, indices).tensor;
    ct_dtype d = (ct_dtype)w->dtype;
    ct_plain p = {0};
    table t = {.rows = w->shape[0],
               .width = w->shape[1] * ct_dtype_size(d),
               .count = indices->numel,
               .index = ct_plain_read(&p, indices, CT_DTYPE_I64),
               .from = ct_plain_read(&p, w, d),
               .to = ct_plain_write(&p, c->out[0], d)};
    int status = p.failed ? -1 : 0;
    if (status == 0) {
        status = ct_parallel_for(t.count, ct_parallel_grain(w->shape[1]), gather, &t);
    }
    return ct_plain_end(&p, status);
}

/* ---- the gradient ---------------------------------------------------------- */

static void divide(const table *t, char *row, int64_t by)
{
    for (int64_t j = 0; j < t->width * t->parts; j++) {
        if (t->size / t->parts == 4) {
            ((float *)row)[j] /= (float)by;
        } else {
            ((double *)row)[j] /= (double)by;
        }
    }
}

static int add_rows(void *context, int64_t begin, int64_t end)
{
    const table *t = context;
    int64_t bytes = t->width * t->size, done = 0;
    memset(t->to + begin * bytes, 0, (size_t)((end - begin) * bytes));
    for (int64_t i = 0; i < t->count; i++) {
        int64_t row = t->index[i];
        if (row < begin || row >= end || row == t->padding) {
            continue;
        }
        char *to = t->to + row * bytes;
        t->add((char *const[]){to, to, (char *)t->from + i * bytes}, t->width, NULL);
        if (ct_parallel_pace(&done, t->width) < 0) {
            return -1;
        }
    }
    for (int64_t row = begin; t->named && row < end; row++) {
        if (t->named[row] > 1) {
            divide(t, t->to + row * bytes, t->named[row]);
        }
    }
    return 0;
}

/* How often each row is named; -1 for an index out of range. */
static int count_rows(const table *t, int64_t *named)
{
    for (int64_t i = 0; i < t->count; i++) {
        int64_t row = t->index[i];
        if (row < 0 || row >= t->rows) {
            return out_of_range(row, t->rows);
        }
        if (named) {
            named[row]++;
        }
    }
    return 0;
}

#define CHUNKS 4 /* at most: each goes through all indices */

static int run_grad(table *t, bool scaled)
{
    size_t bytes = (size_t)t->rows * sizeof(int64_t);
    int64_t *named = scaled ? ct_alloc_zeroed(bytes) : NULL;
    if (scaled && !named) {
        return -1;
    }
    t->named = named;
    int status = count_rows(t, named);
    if (status == 0) {
        int64_t each = t->rows ? t->width * (1 + t->count / t->rows) : 0;
        int64_t grain = ct_parallel_grain(each), most = 2 * t->rows / CHUNKS + 1;
        status = ct_parallel_for(t->rows, grain > most ? grain : most, add_rows, t);
    }
    ct_free(named, bytes);
    return status;
}

int ct_embedding_grad_cpu(ct_call *c)
{
    ct_tensor *indices = ARG(c, embedding_grad, indices).tensor;
    ct_dtype d = (ct_dtype)c->compute;
    ct_plain p = {0};
    table t = {.rows = ARG(c, embedding_grad, rows).i,
               .width = c->out[0]->shape[1],
               .count = indices->numel,
               .index = ct_plain_read(&p, indices, CT_DTYPE_I64),
               .from = ct_plain_read(&p, ARG(c, embedding_grad, grad).tensor, d),
               .to = ct_plain_write(&p, c->out[0], d),
               .padding = ARG(c, embedding_grad, padding_idx).i,
               .size = ct_dtype_size(d),
               .parts = ct_dtype_is_complex(d) ? 2 : 1,
               .add = CT_FORWARD_LOOP(add, d)};
    bool scaled = ARG(c, embedding_grad, scale_grad_by_freq).i;
    return ct_plain_end(&p, p.failed ? -1 : run_grad(&t, scaled));
}
