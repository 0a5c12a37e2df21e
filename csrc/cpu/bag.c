/* bag: bags of rows of a table, and gradients added to it.
 *
 * A bag is a blend of lines, as rows of an image are, or their maximum, as channels of a
 * pool are. Each thread adds to some rows of the table's gradient all that is for them, in
 * the order of the indices: so the sums are the same for any number of threads. */
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "cpu/attention_kernels.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "cpu/pool_kernels.h"
#include "cpu/resample_kernels.h"
#include "rows/bag.h"

#define CHUNKS 4 /* at most, of the gradient: each goes through all indices */

typedef struct bags {
    bool wide;
    int64_t size; /* of an element */
    int64_t rows, width; /* of the table */
    int64_t count, bags, longest;
    const int64_t *index;
    int64_t *begin; /* of each bag, and the end of the last */
    int64_t padding;
    bool mean, max;
    const char *table, *factor, *g;
    char *y, *gfactor;
    int64_t *places;
    int64_t *named; /* how often each row is, or NULL */
} bags;

static double number_at(const bags *q, const char *p, int64_t i)
{
    return q->wide ? ((const double *)(const void *)p)[i]
                   : (double)((const float *)(const void *)p)[i];
}

static void put(const bags *q, void *to, int64_t i, double value)
{
    if (q->wide) {
        ((double *)to)[i] = value;
    } else {
        ((float *)to)[i] = (float)value;
    }
}

/* ---- forward ------------------------------------------------------------------- */

typedef struct bag { /* one, without its padding */
    const void **row;
    ct_pool_tap *tap; /* of the maximum */
    char *weight;
    int64_t n;
} bag;

static void list_rows(const bags *q, bag *b, int64_t i)
{
    b->n = 0;
    for (int64_t k = q->begin[i]; k < q->begin[i + 1]; k++) {
        int64_t row = q->index[k];
        if (row == q->padding) {
            continue;
        }
        const char *from = q->table + row * q->width * q->size;
        if (q->max) {
            b->tap[b->n] = (ct_pool_tap){
                .x = (char *)(uintptr_t)from, .n = q->width, .at = k - q->begin[i]};
        } else {
            b->row[b->n] = from;
            put(q, b->weight, b->n, q->factor ? number_at(q, q->factor, k) : 1);
        }
        b->n++;
    }
}

static void take_largest(const bags *q, bag *b, int64_t i)
{
    ct_pool_line l = {.taps = b->tap,
                      .ntap = b->n,
                      .n = q->width,
                      .begin = true,
                      .end = true,
                      .y = q->y + i * q->width * q->size,
                      .places = q->places + i * q->width};
    if (b->n == 0) {
        memset(l.y, 0, (size_t)(q->width * q->size));
        memset(l.places, -1, (size_t)q->width * 8);
        return;
    }
    ct_cpu->pool->max_last[q->wide ? CT_POOL_F64 : CT_POOL_F32](&l);
    for (int64_t j = 0; j < q->width; j++) {
        l.places[j] += q->begin[i];
    }
}

static void divide(const bags *q, char *row, int64_t by)
{
    for (int64_t j = 0; j < q->width; j++) {
        if (q->wide) {
            ((double *)(void *)row)[j] /= (double)by;
        } else {
            ((float *)(void *)row)[j] /= (float)by;
        }
    }
}

static int fill_bags(const bags *q, bag *b, int64_t begin, int64_t end)
{
    int64_t done = 0;
    for (int64_t i = begin; i < end; i++) {
        list_rows(q, b, i);
        if (q->max) {
            take_largest(q, b, i);
        } else {
            char *y = q->y + i * q->width * q->size;
            ct_cpu->resample->blend[q->wide](y, b->row, b->weight, b->n, q->width);
            if (q->mean && b->n > 1) {
                divide(q, y, b->n);
            }
        }
        if (ct_parallel_pace(&done, (b->n + 1) * q->width) < 0) {
            return -1;
        }
    }
    return 0;
}

static int run_bags(void *context, int64_t begin, int64_t end)
{
    const bags *q = context;
    size_t each = q->max ? sizeof(ct_pool_tap) : 16;
    size_t bytes = (size_t)(q->longest + 1) * each;
    char *room = ct_alloc(bytes);
    if (!room) {
        return -1;
    }
    bag b = {.row = (const void **)(void *)room,
             .tap = (ct_pool_tap *)(void *)room,
             .weight = room + (q->longest + 1) * 8};
    int status = fill_bags(q, &b, begin, end);
    ct_free(room, bytes);
    return status;
}

/* ---- operands -------------------------------------------------------------------- */

static int indices_check(const bags *q)
{
    for (int64_t i = 0; i < q->begin[q->bags]; i++) {
        if (q->index[i] < 0 || q->index[i] >= q->rows) {
            return ct_error(CT_ERR_INDEX,
                            "embedding_bag: index out of range in self: expected "
                            "indices in [0, %lld), got %lld",
                            (long long)q->rows, (long long)q->index[i]);
        }
    }
    return 0;
}

/* Where bags begin: of equal ones, or of those that offsets part. */
static int find_bags(bags *q, const int64_t *offsets, bool closed, int64_t each)
{
    for (int64_t i = 0; i <= q->bags; i++) {
        bool last = i == q->bags && !closed;
        q->begin[i] = !offsets ? i * each : last ? q->count : offsets[i];
        int64_t before = i ? q->begin[i - 1] : 0, n = q->begin[i] - before;
        bool starts = i > 0 || n == 0 || (q->bags == 0 && !closed);
        if (n < 0 || !starts || q->begin[i] > q->count) {
            return ct_error(CT_ERR_RUNTIME,
                            "embedding_bag: offsets[0] has to be 0, and all in order "
                            "up to the length of input, %lld, got %lld at %lld",
                            (long long)q->count, (long long)q->begin[i], (long long)i);
        }
        q->longest = n > q->longest ? n : q->longest;
    }
    q->begin[q->bags] = q->bags ? q->begin[q->bags] : 0;
    return 0;
}

/* A copy, whatever the layout: others may write to theirs while kernels trust what has
 * been checked. */
static int64_t *copy_of(ct_plain *p, ct_tensor *t)
{
    ct_tensor *copy =
        p->failed ? NULL : ct_plain_keep(p, ct_tensor_new_like(t, CT_DTYPE_I64));
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        p->failed = true;
    }
    return copy ? (int64_t *)(void *)copy->data : NULL;
}

static int prepare(bags *q, ct_plain *p, ct_tensor *weight, ct_tensor *indices,
                   ct_tensor *offsets, bool closed)
{
    ct_dtype d = (ct_dtype)weight->dtype;
    q->wide = d == CT_DTYPE_F64;
    q->size = ct_dtype_size(d);
    q->rows = weight->shape[0];
    q->width = weight->shape[1];
    q->count = indices->numel;
    q->bags = offsets ? offsets->numel - closed : indices->shape[0];
    q->index = copy_of(p, indices);
    const int64_t *at = offsets ? copy_of(p, offsets) : NULL;
    int64_t n = q->bags + 1;
    ct_tensor *begin =
        p->failed ? NULL
                  : ct_plain_keep(p, ct_tensor_new("embedding_bag", CT_DTYPE_I64, 1, &n,
                                                   CT_DEVICE_CPU));
    if (p->failed) {
        return -1;
    }
    q->begin = (int64_t *)(void *)begin->data;
    q->table = ct_plain_read(p, weight, d);
    int64_t each = indices->ndim == 2 ? indices->shape[1] : 0;
    return p->failed || find_bags(q, at, closed, each) < 0 ? -1 : indices_check(q);
}

int ct_embedding_bag_cpu(ct_call *c)
{
    ct_tensor *weight = ARG(c, embedding_bag, weight).tensor;
    ct_dtype d = (ct_dtype)weight->dtype;
    int64_t mode = ARG(c, embedding_bag, mode).i;
    bags q = {.padding = ARG(c, embedding_bag, padding_idx).i,
              .mean = mode == CT_IS_embedding_bag_mode_mean,
              .max = mode == CT_IS_embedding_bag_mode_max};
    ct_plain p = {0};
    int status =
        prepare(&q, &p, weight, ARG(c, embedding_bag, indices).tensor,
                TENSOR(c, embedding_bag, offsets), ARG(c, embedding_bag, closed).i);
    if (status == 0) {
        q.factor = ct_plain_read(&p, TENSOR(c, embedding_bag, factor), d);
        q.y = ct_plain_write(&p, OUT(c, embedding_bag, result), d);
        q.places = ct_plain_write(&p, OUT(c, embedding_bag, places), CT_DTYPE_I64);
        status = p.failed ? -1 : 0;
    }
    if (status == 0 && q.bags > 0) {
        int64_t each = (q.count / q.bags + 1) * q.width;
        status = ct_parallel_for(q.bags, ct_parallel_grain(each), run_bags, &q);
    }
    return ct_plain_end(&p, status);
}

/* ---- backward -------------------------------------------------------------------- */

/* How many of a bag count. */
static int64_t counted(const bags *q, int64_t i)
{
    int64_t n = 0;
    for (int64_t k = q->begin[i]; k < q->begin[i + 1]; k++) {
        n += q->index[k] != q->padding;
    }
    return n;
}

/* To rows [begin, end) of the table's gradient, from bag i. */
static void add_bag(const bags *q, int64_t i, int64_t begin, int64_t end)
{
    int64_t bytes = q->width * q->size;
    const char *g = q->g + i * bytes;
    int64_t n = q->mean ? counted(q, i) : 1;
    for (int64_t k = q->begin[i]; k < q->begin[i + 1]; k++) {
        int64_t row = q->index[k];
        if (row < begin || row >= end || row == q->padding) {
            continue;
        }
        char *to = q->y + row * bytes;
        double w[2]; /* as two of the type */
        put(q, w, 0, 1);
        put(q, w, 1, (q->factor ? number_at(q, q->factor, k) : 1) / (double)n);
        ct_cpu->resample->blend[q->wide](to, (const void *const[]){to, g}, w, 2,
                                         q->width);
    }
}

static void add_largest(const bags *q, int64_t i, int64_t begin, int64_t end)
{
    for (int64_t j = i * q->width; j < (i + 1) * q->width; j++) {
        int64_t place = q->places[j];
        int64_t row = place >= 0 && place < q->count ? q->index[place] : -1;
        if (row >= begin && row < end && row != q->padding) {
            int64_t at = row * q->width + j % q->width;
            put(q, q->y, at, number_at(q, q->y, at) + number_at(q, q->g, j));
        }
    }
}

static int add_rows(void *context, int64_t begin, int64_t end)
{
    const bags *q = context;
    int64_t bytes = q->width * q->size, done = 0;
    memset(q->y + begin * bytes, 0, (size_t)((end - begin) * bytes));
    for (int64_t i = 0; i < q->bags; i++) {
        if (q->max) {
            add_largest(q, i, begin, end);
        } else {
            add_bag(q, i, begin, end);
        }
        if (ct_parallel_pace(&done, (q->begin[i + 1] - q->begin[i] + 1) * q->width) <
            0) {
            return -1;
        }
    }
    for (int64_t row = begin; q->named && row < end; row++) {
        if (q->named[row] > 1) {
            divide(q, q->y + row * bytes, q->named[row]);
        }
    }
    return 0;
}

static int factor_grads(void *context, int64_t begin, int64_t end)
{
    const bags *q = context;
    int64_t bytes = q->width * q->size;
    for (int64_t i = begin; i < end; i++) {
        for (int64_t k = q->begin[i]; k < q->begin[i + 1]; k++) {
            int64_t row = q->index[k];
            double g = row == q->padding
                           ? 0
                           : ct_cpu->attention->dot[q->wide](
                                 q->g + i * bytes, q->table + row * bytes, q->width);
            put(q, q->gfactor, k, g);
        }
    }
    return 0;
}

static int gradients(bags *q)
{
    int64_t per_row = q->rows ? q->width * (1 + q->count / q->rows) : 0;
    int64_t grain = ct_parallel_grain(per_row), most = 2 * q->rows / CHUNKS + 1;
    if (ct_parallel_for(q->rows, grain > most ? grain : most, add_rows, q) < 0) {
        return -1;
    }
    if (!q->gfactor || q->bags == 0) {
        return 0;
    }
    memset(q->gfactor, 0, (size_t)(q->count * q->size)); /* behind the last bag, too */
    int64_t each = (q->count / q->bags + 1) * q->width;
    return ct_parallel_for(q->bags, ct_parallel_grain(each), factor_grads, q);
}

static int count_named(bags *q, ct_plain *p)
{
    int64_t rows = q->rows;
    ct_tensor *named = ct_plain_keep(
        p, ct_tensor_new("embedding_bag", CT_DTYPE_I64, 1, &rows, CT_DEVICE_CPU));
    if (!named) {
        return -1;
    }
    q->named = (int64_t *)(void *)named->data;
    memset(q->named, 0, (size_t)rows * 8);
    for (int64_t k = 0; k < q->begin[q->bags]; k++) {
        q->named[q->index[k]]++;
    }
    return 0;
}

int ct_embedding_bag_grad_cpu(ct_call *c)
{
    ct_tensor *weight = ARG(c, embedding_bag_grad, weight).tensor,
              *factor = TENSOR(c, embedding_bag_grad, factor);
    ct_dtype d = (ct_dtype)weight->dtype;
    int64_t mode = ARG(c, embedding_bag_grad, mode).i;
    bags q = {.padding = ARG(c, embedding_bag_grad, padding_idx).i,
              .mean = mode == CT_IS_embedding_bag_grad_mode_mean,
              .max = mode == CT_IS_embedding_bag_grad_mode_max};
    ct_plain p = {0};
    int status = prepare(&q, &p, weight, ARG(c, embedding_bag_grad, indices).tensor,
                         TENSOR(c, embedding_bag_grad, offsets),
                         ARG(c, embedding_bag_grad, closed).i);
    if (status == 0) {
        q.factor = ct_plain_read(&p, factor, d);
        q.g = ct_plain_read(&p, ARG(c, embedding_bag_grad, grad).tensor, d);
        q.places =
            ct_plain_read(&p, ARG(c, embedding_bag_grad, places).tensor, CT_DTYPE_I64);
        q.y = ct_plain_write(&p, OUT(c, embedding_bag_grad, gweight), d);
        if (factor) {
            q.gfactor = ct_plain_write(&p, OUT(c, embedding_bag_grad, gfactor), d);
        }
        status = p.failed ? -1 : 0;
    }
    if (status == 0 && ARG(c, embedding_bag_grad, scale_grad_by_freq).i) {
        status = count_named(&q, &p);
    }
    return ct_plain_end(&p, status == 0 ? gradients(&q) : -1);
}
