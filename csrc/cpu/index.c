/* index: reading, writing and adding at indexed places; see index.h. */
#include "cpu/index.h"

#include <string.h>

#include "core/parallel.h"
#include "cpu/index_kernels.h"
#include "cpu/kernels.h"

/* Either loop is long enough to be worth a call for each of its lines. */
#define LONG_LINE 8

static int out_of_range(const ct_places *p, int64_t index)
{
    return ct_error((ct_error_kind)p->kind,
                    "index %lld is out of bounds for dimension %d with size %lld",
                    (long long)index, p->dim, (long long)p->bound);
}

static inline int64_t load_index(const char *p)
{
    int64_t index;
    memcpy(&index, p, sizeof index);
    return index;
}

static int size_log2(ct_dtype d)
{
    return __builtin_ctzll((unsigned long long)ct_dtype_size(d));
}

/* An index for each element: blocks of them are copied, checked and used. */
static int indexed_line(const ct_places *p, ct_place_loop loop, char *const *ptrs,
                        const int64_t *strides, int64_t n)
{
    int64_t block[CT_INDEX_BLOCK], wrap = p->trusted ? 0 : p->wrap, done = 0;
    for (int64_t i = 0; i < n; i += CT_INDEX_BLOCK) {
        int64_t size = n - i < CT_INDEX_BLOCK ? n - i : CT_INDEX_BLOCK;
        const char *index = ptrs[1] + i * strides[1];
        const int64_t *k = block;
        if (p->trusted && strides[1] == (int64_t)sizeof *k) {
            k = (const int64_t *)index;
        } else {
            int64_t good =
                ct_cpu->index->load(block, index, strides[1], size, wrap, p->bound);
            if (good < size && !p->trusted) {
                return out_of_range(p, load_index(index + good * strides[1]));
            }
        }
        loop(ptrs[0] + i * strides[0], strides[0], ptrs[2] + i * strides[2], strides[2],
             k, p->scale, size);
        if (ct_parallel_pace(&done, size) < 0) {
            return -1;
        }
    }
    return 0;
}

/* One index for all elements of a line: where it is in the table, or NULL. */
static char *row_place(const ct_places *p, char *const *ptrs)
{
    int64_t given = load_index(ptrs[1]), k = given;
    if (!p->trusted) {
        k += k < 0 ? p->wrap : 0;
        if ((uint64_t)k >= p->bound) {
            out_of_range(p, given);
            return NULL;
        }
    }
    return ptrs[2] + k * p->scale;
}

static int move(const ct_places *p, char *to, int64_t to_stride, const char *from,
                int64_t from_stride, int64_t n)
{
    int64_t size = ct_dtype_size(p->dtype), done = 0;
    if (to_stride == size && from_stride == size) {
        memcpy(to, from, (size_t)(n * size));
        return 0;
    }
    for (int64_t i = 0; i < n; i += CT_GRAIN) {
        int64_t part = n - i < CT_GRAIN ? n - i : CT_GRAIN;
        ct_cpu->cast->copy[size_log2(p->dtype)](
            to + i * to_stride, to_stride, from + i * from_stride, from_stride, part);
        if (ct_parallel_pace(&done, part) < 0) {
            return -1;
        }
    }
    return 0;
}

static int read_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const ct_places *p = ctx;
    if (strides[1] != 0) {
        ct_place_loop loop = ct_cpu->index->read[size_log2(p->dtype)];
        return indexed_line(p, loop, ptrs, strides, n);
    }
    const char *place = row_place(p, ptrs);
    if (!place) {
        return -1;
    }
    return move(p, ptrs[0], strides[0], place, strides[2], n);
}

int ct_places_read(const ct_places *p)
{
    return ct_lines_run(&p->lines, read_line, (void *)p);
}

/* ---- writing ------------------------------------------------------------ */

static int write_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const ct_places *p = ctx;
    if (strides[1] != 0) {
        ct_place_loop loop = ct_cpu->index->write[size_log2(p->dtype)];
        return indexed_line(p, loop, ptrs, strides, n);
    }
    char *place = row_place(p, ptrs);
    if (!place) {
        return -1;
    }
    return move(p, place, strides[2], ptrs[0], strides[0], n);
}

/* Both may lie on themselves, so elements are added one after the other. */
static int add_strided(ct_dtype dtype, char *to, int64_t to_stride, char *from,
                       int64_t from_stride, int64_t n)
{
    static const int64_t none[CT_INDEX_BLOCK];
    ct_place_loop add = ct_cpu->index->add[dtype];
    int64_t done = 0;
    for (int64_t i = 0; i < n; i += CT_INDEX_BLOCK) {
        int64_t size = n - i < CT_INDEX_BLOCK ? n - i : CT_INDEX_BLOCK;
        add(from + i * from_stride, from_stride, to + i * to_stride, to_stride, none, 0,
            size);
        if (ct_parallel_pace(&done, size) < 0) {
            return -1;
        }
    }
    return 0;
}

static int add_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const ct_places *p = ctx;
    if (strides[1] != 0) {
        return indexed_line(p, ct_cpu->index->add[p->dtype], ptrs, strides, n);
    }
    char *place = row_place(p, ptrs);
    if (!place) {
        return -1;
    }
    int64_t size = ct_dtype_size(p->dtype);
    ct_loop packed = ct_cpu->pointwise->forward[CT_POINTWISE_add][p->dtype];
    if (packed && strides[0] == size && strides[2] == size) {
        packed((char *const[]){place, place, ptrs[0]}, n);
        return 0;
    }
    return add_strided(p->dtype, place, strides[2], ptrs[0], strides[0], n);
}

struct write {
    const ct_places *places;
    ct_line_fn fn;
    bool indexed_inner;
    int64_t done; /* of a chunk: see ct_parallel_pace */
};

/* Lines along the indexed dim, one for each element of the others. */
static int along_indexed(void *ctx, char *const *ptrs, const int64_t *strides,
                         int64_t n)
{
    struct write *w = ctx;
    const ct_places *p = w->places;
    for (int64_t i = 0; i < n; i++) {
        char *const at[] = {ptrs[0] + i * strides[0], ptrs[1] + i * strides[1],
                            ptrs[2] + i * strides[2]};
        if (w->fn((void *)p, at, p->steps, p->count) < 0 ||
            ct_parallel_pace(&w->done, p->count) < 0) {
            return -1;
        }
    }
    return 0;
}

static int write_range(void *ctx, int64_t begin, int64_t end)
{
    struct write w = *(const struct write *)ctx;
    const ct_places *p = w.places;
    if (w.indexed_inner) {
        return ct_lines_walk(&p->lines, NULL, begin, end, along_indexed, &w);
    }
    for (int64_t k = 0; k < p->count; k++) {
        const int64_t shift[] = {k * p->steps[0], k * p->steps[1], k * p->steps[2]};
        if (ct_lines_walk(&p->lines, shift, begin, end, w.fn, (void *)p) < 0 ||
            ct_parallel_pace(&w.done, end - begin) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Which loop is the inner one: lines that share one index move as a block; else the
 * one along which the indices lie closer together. */
static bool indexed_inner(const ct_places *p)
{
    const ct_lines *l = &p->lines;
    int64_t inner = ct_lines_inner(l);
    int64_t by = l->ndim ? l->strides[l->ndim - 1][1] : 0;
    if (by == 0) {
        return inner < LONG_LINE && p->count > inner;
    }
    int64_t step = p->steps[1] < 0 ? -p->steps[1] : p->steps[1];
    return p->count > 1 && (step <= (by < 0 ? -by : by) || inner < LONG_LINE);
}

static int write_places(const ct_places *p, ct_line_fn fn)
{
    struct write w = {p, fn, indexed_inner(p), 0};
    if (p->count == 0 || p->lines.numel == 0) {
        return 0;
    }
    int64_t grain = ct_parallel_grain(p->count);
    bool few = grain > 0 && grain < 64; /* lines together make use of cache lines */
    return ct_parallel_for(p->lines.numel, few ? 64 : grain, write_range, &w);
}

int ct_places_write(const ct_places *p)
{
    return write_places(p, write_line);
}

int ct_places_add(const ct_places *p)
{
    return write_places(p, add_line);
}

/* ---- overlapping sums --------------------------------------------------- */

struct overlap {
    ct_lines lines;
    ct_dtype dtype;
    int64_t done; /* see ct_parallel_pace */
};

static int add_whole_line(void *ctx, char *const *ptrs, const int64_t *strides,
                          int64_t n)
{
    struct overlap *o = ctx;
    if (add_strided(o->dtype, ptrs[0], strides[0], ptrs[1], strides[1], n) < 0) {
        return -1;
    }
    return ct_parallel_pace(&o->done, n);
}

static int add_all(void *ctx, int64_t begin, int64_t end)
{
    struct overlap *o = ctx;
    (void)begin, (void)end; /* one index: all of it, in order */
    return ct_lines_walk(&o->lines, NULL, 0, o->lines.numel, add_whole_line, o);
}

int ct_add_overlapping(ct_tensor *dst, const ct_tensor *src)
{
    struct overlap o;
    o.dtype = (ct_dtype)dst->dtype;
    o.done = 0;
    ct_lines_init(&o.lines, 2, dst->data, src->data, NULL);
    for (int i = 0; i < dst->ndim; i++) {
        ct_lines_add(&o.lines, dst->shape[i], dst->strides[i], src->strides[i], 0);
    }
    return ct_parallel_for(1, o.lines.numel > CT_GRAIN ? 0 : 1, add_all, &o);
}
