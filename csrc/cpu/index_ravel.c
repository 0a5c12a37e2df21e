/* index_ravel: what happens to indices and masks before anything is moved. */
#include <string.h>

#include "core/parallel.h"
#include "cpu/index.h"

struct bounds {
    int64_t size;
    ct_error_kind kind;
    int dim;
};

static int out_of_range(const struct bounds *b, int64_t index)
{
    return ct_error(b->kind,
                    "index %lld is out of bounds for dimension %d with size %lld",
                    (long long)index, b->dim, (long long)b->size);
}

static inline int64_t load(const char *p)
{
    int64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* ---- indices ------------------------------------------------------------ */

static int check_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const struct bounds *b = ctx;
    uint64_t bad = 0;
    for (int64_t i = 0; i < n; i++) {
        bad |= (uint64_t)load(ptrs[0] + i * strides[0]) >= (uint64_t)b->size;
    }
    for (int64_t i = 0; bad && i < n; i++) {
        int64_t k = load(ptrs[0] + i * strides[0]);
        if ((uint64_t)k >= (uint64_t)b->size) {
            return out_of_range(b, k);
        }
    }
    return 0;
}

int ct_index_check(const ct_tensor *index, int64_t size, ct_error_kind kind, int dim)
{
    struct bounds b = {size, kind, dim};
    ct_lines l;
    ct_lines_init(&l, 1, index->data, NULL, NULL);
    for (int i = 0; i < index->ndim; i++) {
        ct_lines_add(&l, index->shape[i], index->strides[i], 0, 0);
    }
    return ct_lines_run(&l, check_line, &b);
}

static int ravel_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const struct bounds *b = ctx;
    int64_t size = b->size;
    for (int64_t i = 0; i < n; i++) {
        int64_t k = load(ptrs[1] + i * strides[1]),
                so_far = load(ptrs[0] + i * strides[0]);
        int64_t wrapped = k < 0 ? k + size : k;
        if ((uint64_t)wrapped >= (uint64_t)size) {
            return out_of_range(b, k);
        }
        so_far = so_far * size + wrapped;
        memcpy(ptrs[0] + i * strides[0], &so_far, sizeof so_far);
    }
    return 0;
}

int ct_index_ravel(ct_tensor *out, const ct_tensor *index, int64_t size, int dim)
{
    struct bounds b = {size, CT_ERR_INDEX, dim};
    ct_lines l;
    int extra = out->ndim - index->ndim;
    ct_lines_init(&l, 2, out->data, index->data, NULL);
    for (int i = 0; i < out->ndim; i++) {
        bool own = i >= extra && index->shape[i - extra] == out->shape[i];
        ct_lines_add(&l, out->shape[i], out->strides[i],
                     own ? index->strides[i - extra] : 0, 0);
    }
    return ct_lines_run(&l, ravel_line, &b);
}

struct decoding {
    int ndim;
    const int64_t *shape, *strides;
    int64_t *out;
    const int64_t *index;
    int64_t n;
    int64_t numel; /* of the shape: numbers are below */
};

static int offset_range(void *ctx, int64_t begin, int64_t end)
{
    const struct decoding *d = ctx;
    for (int64_t i = begin; i < end; i++) {
        int64_t left = d->index[i], offset = 0;
        if ((uint64_t)left >= (uint64_t)d->numel) {
            const struct bounds all = {d->numel, CT_ERR_INDEX, 0};
            return out_of_range(&all, left);
        }
        for (int j = d->ndim - 1; j >= 0; j--) {
            offset += left % d->shape[j] * d->strides[j];
            left /= d->shape[j];
        }
        d->out[i] = offset;
    }
    return 0;
}

int ct_index_offsets(ct_tensor *out, const ct_tensor *index, int ndim,
                     const int64_t *shape, const int64_t *strides)
{
    struct decoding d = {ndim,
                         shape,
                         strides,
                         (int64_t *)out->data,
                         (const int64_t *)index->data,
                         index->numel,
                         1};
    for (int i = 0; i < ndim; i++) {
        d.numel *= shape[i];
    }
    return ct_parallel_for(d.n, CT_GRAIN / 8, offset_range, &d);
}

static int unravel_range(void *ctx, int64_t begin, int64_t end)
{
    const struct decoding *d = ctx;
    for (int64_t i = begin; i < end; i++) {
        int64_t left = d->index[i];
        for (int j = d->ndim - 1; j > 0; j--) {
            d->out[j * d->n + i] = left % d->shape[j];
            left /= d->shape[j];
        }
        d->out[i] = left;
    }
    return 0;
}

ct_tensor *ct_index_unravel(const ct_tensor *index, int ndim, const int64_t *shape)
{
    const int64_t size[] = {ndim, index->numel};
    ct_tensor *out = ct_tensor_new("nonzero", CT_DTYPE_I64, 2, size, CT_DEVICE_CPU);
    if (!out || ndim == 0) {
        return out;
    }
    struct decoding d = {.ndim = ndim,
                         .shape = shape,
                         .out = (int64_t *)out->data,
                         .index = (const int64_t *)index->data,
                         .n = index->numel};
    if (ct_parallel_for(d.n, CT_GRAIN / 8, unravel_range, &d) < 0) {
        ct_decref(out);
        return NULL;
    }
    return out;
}

/* ---- masks -------------------------------------------------------------- */

#define MASK_CHUNK 65536

struct mask_job {
    const uint8_t *mask;
    int64_t n;
    int64_t *counts; /* of each chunk; then where its numbers begin */
    int64_t *out;
};

static int count_chunks(void *ctx, int64_t begin, int64_t end)
{
    const struct mask_job *job = ctx;
    for (int64_t chunk = begin; chunk < end; chunk++) {
        int64_t i = chunk * MASK_CHUNK, stop = i + MASK_CHUNK, count = 0;
        for (stop = stop < job->n ? stop : job->n; i < stop; i++) {
            count += job->mask[i] != 0;
        }
        job->counts[chunk] = count;
    }
    return 0;
}

/* Each number is stored, and kept by counting on. Another thread may have changed the
 * mask since it was counted: what has no room is left out, what is missing is 0. */
static int fill_chunks(void *ctx, int64_t begin, int64_t end)
{
    const struct mask_job *job = ctx;
    for (int64_t chunk = begin; chunk < end; chunk++) {
        int64_t i = chunk * MASK_CHUNK, stop = i + MASK_CHUNK;
        int64_t *out = job->out + job->counts[chunk];
        int64_t room = job->counts[chunk + 1] - job->counts[chunk], k = 0;
        for (stop = stop < job->n ? stop : job->n; i < stop && k < room; i++) {
            out[k] = i;
            k += job->mask[i] != 0;
        }
        for (; k < room; k++) {
            out[k] = 0;
        }
    }
    return 0;
}

ct_tensor *ct_mask_indices(const ct_tensor *mask)
{
    int64_t chunks = (mask->numel + MASK_CHUNK - 1) / MASK_CHUNK, places = chunks + 1;
    ct_tensor *out = NULL;
    ct_tensor *counts =
        ct_tensor_zeros("nonzero", CT_DTYPE_I64, 1, &places, CT_DEVICE_CPU);
    if (!counts) {
        return NULL;
    }
    struct mask_job job = {(const uint8_t *)mask->data, mask->numel,
                           (int64_t *)counts->data, NULL};
    if (ct_parallel_for(chunks, 1, count_chunks, &job) < 0) {
        goto done;
    }
    int64_t total = 0;
    for (int64_t i = 0; i <= chunks; i++) {
        int64_t count = job.counts[i];
        job.counts[i] = total;
        total += count;
    }
    out = ct_tensor_new("nonzero", CT_DTYPE_I64, 1, &total, CT_DEVICE_CPU);
    job.out = out ? (int64_t *)out->data : NULL;
    if (out && ct_parallel_for(chunks, 1, fill_chunks, &job) < 0) {
        ct_clear(&out);
    }
done:
    ct_decref(counts);
    return out;
}

/* ---- masked fill -------------------------------------------------------- */

struct fill {
    int log2;
    const void *value;
};

struct sixteen {
    uint64_t low, high;
};

/* Every element is written, so that the loop has no branch. */
#define FILL(size, type)                                                          \
    static void fill_##size(char *const *ptrs, const int64_t *strides, int64_t n, \
                            const void *value)                                    \
    {                                                                             \
        type v, old;                                                              \
        memcpy(&v, value, size);                                                  \
        for (int64_t i = 0; i < n; i++) {                                         \
            memcpy(&old, ptrs[2] + i * strides[2], size);                         \
            old = ptrs[1][i * strides[1]] ? v : old;                              \
            memcpy(ptrs[0] + i * strides[0], &old, size);                         \
        }                                                                         \
    }
FILL(1, uint8_t)
FILL(2, uint16_t)
FILL(4, uint32_t)
FILL(8, uint64_t)
FILL(16, struct sixteen)

static int fill_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    static void (*const loops[])(char *const *, const int64_t *, int64_t,
                                 const void *) = {fill_1, fill_2, fill_4, fill_8,
                                                  fill_16};
    const struct fill *f = ctx;
    loops[f->log2](ptrs, strides, n, f->value);
    return 0;
}

int ct_masked_fill(ct_tensor *out, const ct_tensor *mask, const ct_tensor *input,
                   const void *value)
{
    struct fill f = {__builtin_ctzll((unsigned long long)ct_tensor_itemsize(out)),
                     value};
    ct_lines l;
    ct_lines_init(&l, 3, out->data, mask->data, input->data);
    for (int i = 0; i < out->ndim; i++) {
        ct_lines_add(&l, out->shape[i], out->strides[i], mask->strides[i],
                     input->strides[i]);
    }
    return ct_lines_run(&l, fill_line, &f);
}
