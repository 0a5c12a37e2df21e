/* index_ravel: what happens to indices and masks before anything is moved. */
#include <stdlib.h>
#include <string.h>

#include "core/parallel.h"
#include "cpu/index.h"
#include "cpu/index_kernels.h"
#include "cpu/kernels.h"

struct bounds {
    int64_t size, wrap;
    ct_error_kind kind;
    int dim;
    bool first; /* of the indices that are raveled */
};

/* ---- indices ------------------------------------------------------------ */

static int check_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const struct bounds *b = ctx;
    int64_t block[CT_INDEX_BLOCK];
    if (ct_cpu->index->check(ptrs[0], strides[0], n, b->wrap, (uint64_t)b->size)) {
        return 0;
    }
    for (int64_t i = 0; i < n; i += CT_INDEX_BLOCK) { /* which is it? */
        int64_t size = n - i < CT_INDEX_BLOCK ? n - i : CT_INDEX_BLOCK;
        const char *index = ptrs[0] + i * strides[0];
        int64_t good = ct_cpu->index->load(block, index, strides[0], size, b->wrap,
                                           (uint64_t)b->size);
        if (good < size) {
            return ct_index_out_of_range(
                b->kind, ct_index_load(index + good * strides[0]), b->dim, b->size);
        }
    }
    return 0;
}

/* The dim with the widest steps that is not among those of `taken` yet. */
static int widest(const ct_tensor *t, uint64_t taken)
{
    int found = -1;
    for (int d = 0; d < t->ndim; d++) {
        bool wider = found < 0 || llabs(t->strides[d]) > llabs(t->strides[found]);
        found = !(taken >> d & 1) && wider ? d : found;
    }
    return found;
}

/* Along memory, whatever the order of dims; what is repeated, once. */
int ct_index_check(const ct_tensor *index, int64_t size, int64_t wrap,
                   ct_error_kind kind, int dim)
{
    struct bounds b = {size, wrap, kind, dim, false};
    ct_lines l;
    ct_lines_init(&l, 1, index->data, NULL, NULL);
    uint64_t taken = 0;
    for (int i = 0; i < index->ndim; i++) {
        int d = widest(index, taken);
        taken |= (uint64_t)1 << d;
        bool repeats = index->strides[d] == 0 && index->shape[d] > 0;
        ct_lines_add(&l, repeats ? 1 : index->shape[d], index->strides[d], 0, 0);
    }
    return ct_lines_run(&l, check_line, &b);
}

static int ravel_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const struct bounds *b = ctx;
    int64_t size = b->size;
    for (int64_t i = 0; i < n; i++) {
        int64_t k = ct_index_load(ptrs[1] + i * strides[1]);
        int64_t so_far = b->first ? 0 : ct_index_load(ptrs[0] + i * strides[0]);
        int64_t wrapped = k < 0 ? k + size : k;
        if ((uint64_t)wrapped >= (uint64_t)size) {
            return ct_index_out_of_range(b->kind, k, b->dim, b->size);
        }
        so_far = so_far * size + wrapped;
        memcpy(ptrs[0] + i * strides[0], &so_far, sizeof so_far);
    }
    return 0;
}

int ct_index_ravel(ct_tensor *out, const ct_tensor *index, bool first, int64_t size,
                   int dim)
{
    struct bounds b = {size, size, CT_ERR_INDEX, dim, first};
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
            const struct bounds all = {d->numel, 0, CT_ERR_INDEX, 0, false};
            return ct_index_out_of_range(all.kind, left, all.dim, all.size);
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

/* Numbers rise, mostly by little: then only the last coordinate moves. */
static int unravel_range(void *ctx, int64_t begin, int64_t end)
{
    const struct decoding *d = ctx;
    int64_t last = d->ndim - 1, size = d->shape[last], row = 0; /* of the last dim */
    for (int64_t i = begin; i < end; i++) {
        int64_t left = d->index[i], along = left - row;
        if (i > begin && along >= 0 && along < size) {
            for (int64_t j = 0; j < last; j++) {
                d->out[j * d->n + i] = d->out[j * d->n + i - 1];
            }
            d->out[last * d->n + i] = along;
            continue;
        }
        row = left - left % size;
        for (int64_t j = last; j > 0; j--) {
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
        int64_t i = chunk * MASK_CHUNK, left = job->n - i;
        job->counts[chunk] =
            ct_cpu->index->count(job->mask + i, left < MASK_CHUNK ? left : MASK_CHUNK);
    }
    return 0;
}

/* Another thread may have changed the mask since it was counted: what has no room is left
 * out, what is missing is 0. */
static int fill_chunks(void *ctx, int64_t begin, int64_t end)
{
    const struct mask_job *job = ctx;
    for (int64_t chunk = begin; chunk < end; chunk++) {
        int64_t i = chunk * MASK_CHUNK, left = job->n - i;
        int64_t *out = job->out + job->counts[chunk];
        int64_t room = job->counts[chunk + 1] - job->counts[chunk];
        int64_t k = ct_cpu->index->numbers(out, room, job->mask + i,
                                           left < MASK_CHUNK ? left : MASK_CHUNK, i);
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
    ct_masked_loop loop;
    ct_copy_loop copy;
    const void *value;
};

/* One byte of the mask for all elements of a line. */
static void fill_whole(const struct fill *f, char *const *ptrs, const int64_t *strides,
                       int64_t n)
{
    if (*ptrs[1]) {
        f->copy(ptrs[0], strides[0], f->value, 0, n);
    } else if (ptrs[0] != ptrs[2]) {
        f->copy(ptrs[0], strides[0], ptrs[2], strides[2], n);
    }
}

static int fill_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const struct fill *f = ctx;
    if (strides[1] == 0 && n > 1) {
        fill_whole(f, ptrs, strides, n);
        return 0;
    }
    f->loop(ptrs[0], ptrs[1], ptrs[2], strides, n, f->value);
    return 0;
}

int ct_masked_fill(ct_tensor *out, const ct_tensor *mask, const ct_tensor *input,
                   const void *value)
{
    int log2 = __builtin_ctzll((unsigned long long)ct_tensor_itemsize(out));
    struct fill f = {ct_cpu->index->masked[log2], ct_cpu->cast->copy[log2], value};
    ct_lines l;
    ct_lines_init(&l, 3, out->data, mask->data, input->data);
    for (int i = 0; i < out->ndim; i++) {
        ct_lines_add(&l, out->shape[i], out->strides[i], mask->strides[i],
                     input->strides[i]);
    }
    return ct_lines_run(&l, fill_line, &f);
}
