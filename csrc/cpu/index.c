/* index: reading, writing and adding at indexed places; see index.h. */
#include "cpu/index.h"

#include <string.h>

#include "core/bytes.h"
#include "core/parallel.h"
#include "cpu/index_kernels.h"
#include "cpu/kernels.h"
#include "rows/pointwise.h"

/* Either loop is long enough to be worth a call for each of its lines. */
#define LONG_LINE 8

/* Of a write on several threads: see NOTE [Shares]. */
#define SLICE_BYTES 1024
#define SLICES_EACH 4

/* Indices that go through several lines together: see in_tiles. */
#define TILE 512

/* Rows of a table that the nearest caches do not hold are asked for ahead of time. */
#define TABLE_LARGE (1 << 18)
#define PREFETCH_AHEAD 8
#define PREFETCH_BYTES 256

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
        ct_bytes_copy(to, from, (size_t)(n * size));
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
    ct_loop packed = CT_FORWARD_LOOP(add, p->dtype);
    if (packed && strides[0] == size && strides[2] == size) {
        packed((char *const[]){place, place, ptrs[0]}, n);
        return 0;
    }
    return add_strided(p->dtype, place, strides[2], ptrs[0], strides[0], n);
}

static int64_t magnitude(int64_t stride)
{
    return stride < 0 ? -stride : stride;
}

struct write {
    const ct_places *places;
    ct_line_fn fn;
    bool indexed_inner;
    bool shared;     /* one index for all elements of a row */
    bool prefetches; /* rows of the table */
    int64_t parts;   /* of the table's rows, or 1 and */
    int64_t slice;   /* elements of the lines in each task; see NOTE [Shares] */
    int64_t first, last; /* of a tile's indices */
    int64_t done;        /* of a task: see ct_parallel_pace */
};

/* Lines along the indexed dim, one for each element of the others: indices
 * [w->first, w->last) of it. */
static int along_indexed(void *ctx, char *const *ptrs, const int64_t *strides,
                         int64_t n)
{
    struct write *w = ctx;
    const ct_places *p = w->places;
    int64_t count = w->last - w->first;
    for (int64_t i = 0; i < n; i++) {
        char *const at[] = {ptrs[0] + i * strides[0], ptrs[1] + i * strides[1],
                            ptrs[2] + i * strides[2]};
        if (w->fn((void *)p, at, p->steps, count) < 0 ||
            ct_parallel_pace(&w->done, count) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Where a step leaves the cache line, the next line has use for it while it is near. */
static int in_tiles(struct write *w, int64_t begin, int64_t end)
{
    const ct_places *p = w->places;
    bool apart = magnitude(p->steps[0]) > 32 || magnitude(p->steps[1]) > 32;
    int64_t tile = apart ? TILE : p->count;
    for (w->first = 0; w->first < p->count; w->first += tile) {
        int64_t left = p->count - w->first;
        w->last = w->first + (left < tile ? left : tile);
        const int64_t shift[] = {w->first * p->steps[0], w->first * p->steps[1], 0};
        if (ct_lines_walk(&p->lines, shift, begin, end, along_indexed, w) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Which of n indices from `first` on name rows of this part. A hash deals the rows out,
 * so that neighbours that are all written often do not meet in one part. */
static int64_t of_part(const struct write *w, int64_t part, int64_t first, int64_t n,
                       int64_t *chosen)
{
    const ct_places *p = w->places;
    const char *index = p->lines.data[1] + first * p->steps[1];
    int64_t m = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t k = load_index(index + i * p->steps[1]);
        k += !p->trusted && k < 0 ? p->wrap : 0;
        uint64_t hash = ((uint64_t)k * 0x9e3779b97f4a7c15) >> 32;
        chosen[m] = first + i;
        m += (int64_t)(hash * (uint64_t)w->parts >> 32) == part;
    }
    return m;
}

/* Has the row that an index names, good or bad, brought to the cache. */
static void prefetch(const ct_places *p, int64_t i, int64_t begin, int64_t end)
{
    int64_t k = load_index(p->lines.data[1] + i * p->steps[1]);
    int64_t size = ct_dtype_size(p->dtype), bytes = (end - begin) * size;
    k += !p->trusted && k < 0 ? p->wrap : 0;
    uintptr_t to = (uintptr_t)p->lines.data[2] + (uintptr_t)k * (uintptr_t)p->scale;
    to += (uintptr_t)(begin * size);
    for (int64_t at = 0; at < bytes && at < PREFETCH_BYTES; at += 64) {
        __builtin_prefetch((const void *)(to + (uintptr_t)at), 1);
    }
}

/* The lines of the k-th index. */
static int write_row(const struct write *w, int64_t k, int64_t begin, int64_t end)
{
    const ct_places *p = w->places;
    const ct_lines *l = &p->lines;
    const int64_t shift[] = {k * p->steps[0], k * p->steps[1], k * p->steps[2]};
    if (l->ndim != 1) {
        return ct_lines_walk(l, shift, begin, end, w->fn, (void *)p);
    }
    const int64_t *by = l->strides[0];
    char *const at[] = {l->data[0] + shift[0] + begin * by[0],
                        l->data[1] + shift[1] + begin * by[1],
                        l->data[2] + shift[2] + begin * by[2]};
    return w->fn((void *)p, at, by, end - begin);
}

/* Lines along the others, for one index after the other. */
static int along_others(struct write *w, int64_t part, int64_t begin, int64_t end)
{
    const ct_places *p = w->places;
    int64_t chosen[CT_INDEX_BLOCK], done = 0;
    bool all = w->parts == 1;
    for (int64_t first = 0; first < p->count; first += CT_INDEX_BLOCK) {
        int64_t left = p->count - first;
        int64_t n = left < CT_INDEX_BLOCK ? left : CT_INDEX_BLOCK;
        int64_t m = all ? n : of_part(w, part, first, n, chosen);
        for (int64_t i = 0; i < m; i++) {
            if (w->prefetches && i + PREFETCH_AHEAD < m) {
                int64_t ahead = i + PREFETCH_AHEAD;
                prefetch(p, all ? first + ahead : chosen[ahead], begin, end);
            }
            if (write_row(w, all ? first + i : chosen[i], begin, end) < 0 ||
                ct_parallel_pace(&done, end - begin) < 0) {
                return -1;
            }
        }
        if (ct_parallel_pace(&done, n) < 0) {
            return -1;
        }
    }
    return 0;
}

/* One part or one slice. */
static int write_share(struct write w, int64_t i)
{
    const ct_lines *l = &w.places->lines;
    int64_t part = w.parts > 1 ? i : 0;
    int64_t begin = w.parts > 1 ? 0 : i * w.slice;
    int64_t end = l->numel - begin < w.slice ? l->numel : begin + w.slice;
    return w.indexed_inner ? in_tiles(&w, begin, end)
                           : along_others(&w, part, begin, end);
}

static int write_shares(void *ctx, int64_t begin, int64_t end)
{
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        status = write_share(*(const struct write *)ctx, i);
    }
    return status;
}

/* Bytes that a step brings to the cache for each operand. */
static int64_t step_cost(int64_t a, int64_t b, int64_t c)
{
    const int64_t steps[] = {magnitude(a), magnitude(b), magnitude(c)};
    int64_t cost = 0;
    for (int i = 0; i < 3; i++) {
        cost += steps[i] < 64 ? steps[i] : 64;
    }
    return cost;
}

/* Which loop is the inner one? The longer one where lines are short, else the one whose
 * steps cost less memory. */
static bool indexed_inner(const ct_places *p)
{
    const ct_lines *l = &p->lines;
    if (p->count == 1 || ct_lines_inner(l) < LONG_LINE) {
        return p->count > ct_lines_inner(l);
    }
    const int64_t *by = l->strides[l->ndim - 1];
    return step_cost(p->steps[0], p->steps[1], p->scale) <
           step_cost(by[0], by[1], by[2]);
}

/* NOTE [Shares] What one of several threads writes must be far from what the others
 * write, or they wait for each other's cache lines, and each share costs a look at all
 * the indices. Wide rows are cut into slices, some for each thread; narrow ones, if
 * each is named by one index, are dealt out whole. What is neither is done by one
 * thread. In all of them a row's writes are in the order of their indices. */
static int64_t share_out(struct write *w)
{
    const ct_places *p = w->places;
    const ct_lines *l = &p->lines;
    int64_t threads = ct_num_threads();
    const int64_t *by = l->ndim ? l->strides[l->ndim - 1] : NULL;
    int64_t wide = by && by[2] ? SLICE_BYTES / magnitude(by[2]) + 1 : SLICE_BYTES;
    w->parts = 1;
    w->slice = l->numel;
    if (threads == 1 || l->numel <= CT_GRAIN / p->count) {
        return 1;
    }
    if (l->numel / threads >= wide) {
        int64_t slice = l->numel / threads / SLICES_EACH;
        w->slice = slice < wide ? wide : slice;
        return (l->numel + w->slice - 1) / w->slice;
    }
    w->parts = !w->indexed_inner && w->shared ? threads : 1;
    return w->parts;
}

/* Does one index name all elements of a row? */
static bool index_shared(const ct_lines *l)
{
    bool shared = l->ndim > 0;
    for (int d = 0; d < l->ndim; d++) {
        shared &= l->strides[d][1] == 0;
    }
    return shared;
}

static int write_places(const ct_places *p, ct_line_fn fn)
{
    if (p->count == 0 || p->lines.numel == 0) {
        return 0;
    }
    struct write w = {.places = p, .fn = fn, .indexed_inner = indexed_inner(p)};
    bool large = p->trusted || (uint64_t)magnitude(p->scale) * p->bound > TABLE_LARGE;
    w.shared = index_shared(&p->lines);
    w.prefetches = w.shared && large;
    bool brief = p->lines.numel <= CT_GRAIN / p->count; /* no need to unlock */
    return ct_parallel_for(share_out(&w), brief ? 1 : 0, write_shares, &w);
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
