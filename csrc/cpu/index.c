/* index: reading, writing and folding at indexed places; see index.h. */
#include "cpu/index.h"

#include <string.h>

#include "core/bytes.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/index_kernels.h"
#include "cpu/kernels.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"

/* Either loop is long enough to be worth a call for each of its lines. */
#define LONG_LINE 8

/* Of a write on several threads, in bytes of the table: see NOTE [Shares]. */
#define SLICE_BYTES 1024
#define SLICE_LEAST 128
#define SLICE_ROWS 512 /* least of packed rows */
#define SLICES_EACH 4

/* Indices that go through several lines together: see in_tiles. */
#define TILE 512

/* Rows of a table that the nearest caches do not hold are asked for ahead of time. */
#define TABLE_LARGE (1 << 18)

/* Bytes of a row from which on it is read as a line of its own. */
#define ROW_LONG 16384

int ct_index_out_of_range(ct_error_kind kind, int64_t index, int dim, int64_t size)
{
    return ct_error(kind, "index %lld is out of bounds for dimension %d with size %lld",
                    (long long)index, dim, (long long)size);
}

static int size_log2(ct_dtype d)
{
    return __builtin_ctzll((unsigned long long)ct_dtype_size(d));
}

static int64_t magnitude(int64_t stride)
{
    return stride < 0 ? -stride : stride;
}

/* Too large for the nearest caches? */
static bool is_large(const ct_places *p)
{
    return p->trusted || (uint64_t)magnitude(p->scale) * p->bound > TABLE_LARGE;
}

/* The indices of a tile, checked, from `index` on: copied to `block` or as they are. NULL
 * with the error set. */
static const int64_t *tile_indices(const ct_places *p, int64_t *block,
                                   const char *index, int64_t by_row, int64_t step,
                                   const ct_place_tile *t)
{
    int64_t size = t->rows * t->n, wrap = p->trusted ? 0 : p->wrap;
    int64_t run = t->rows == 1 || by_row == t->n * step ? size : t->n;
    if (p->trusted && run == size && step == (int64_t)sizeof *block) {
        return (const int64_t *)index;
    }
    for (int64_t i = 0; i < size; i += run, index += by_row) {
        int64_t good = ct_cpu->index->load(block + i, index, step, run, wrap, p->bound);
        if (good < run && !p->trusted) {
            ct_index_out_of_range((ct_error_kind)p->kind,
                                  ct_index_load(index + good * step), p->dim,
                                  (int64_t)p->bound);
            return NULL;
        }
    }
    return block;
}

/* rows x n elements with an index each: blocks of indices are copied, checked and used.
 * by_row and strides: from row to row, and within a row. */
static int indexed_rows(const ct_places *p, ct_place_loop loop, char *const *ptrs,
                        const int64_t *by_row, const int64_t *strides, int64_t rows,
                        int64_t n)
{
    int64_t block[CT_INDEX_BLOCK], done = 0;
    int64_t width = n < CT_INDEX_BLOCK ? n : CT_INDEX_BLOCK;
    int64_t height = width ? CT_INDEX_BLOCK / width : 1;
    ct_place_tile t = {.value_row = by_row[0],
                       .value_step = strides[0],
                       .table_row = by_row[2],
                       .table_step = strides[2],
                       .scale = p->scale};
    for (int64_t i = 0; i < rows; i += height) {
        t.rows = rows - i < height ? rows - i : height;
        for (int64_t j = 0; j < n; j += width) {
            t.n = n - j < width ? n - j : width;
            t.values = ptrs[0] + i * by_row[0] + j * strides[0];
            t.table = ptrs[2] + i * by_row[2] + j * strides[2];
            const char *index = ptrs[1] + i * by_row[1] + j * strides[1];
            t.k = tile_indices(p, block, index, by_row[1], strides[1], &t);
            if (!t.k) {
                return -1;
            }
            loop(&t);
            if (ct_parallel_pace(&done, t.rows * t.n) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int indexed_line(const ct_places *p, ct_place_loop loop, char *const *ptrs,
                        const int64_t *strides, int64_t n)
{
    static const int64_t none[CT_LINES_OPERANDS];
    return indexed_rows(p, loop, ptrs, none, strides, 1, n);
}

/* One index for all elements of a line: where it is in the table, or NULL. */
static char *row_place(const ct_places *p, char *const *ptrs)
{
    int64_t given = ct_index_load(ptrs[1]), k = given;
    if (!p->trusted) {
        k += k < 0 ? p->wrap : 0;
        if ((uint64_t)k >= p->bound) {
            ct_index_out_of_range((ct_error_kind)p->kind, given, p->dim,
                                  (int64_t)p->bound);
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

/* ---- rows read ---------------------------------------------------------- */

typedef struct rows_read {
    ct_places places; /* whose lines are of rows */
    int64_t bytes; /* of a row */
} rows_read;

/* A line of rows with an index each: a block of them at a time. */
static int read_row_line(void *ctx, char *const *ptrs, const int64_t *strides,
                         int64_t n)
{
    const rows_read *r = ctx;
    const ct_places *p = &r->places;
    int64_t block[CT_INDEX_BLOCK], done = 0, some;
    for (int64_t i = 0; i < n; i += some) {
        some = n - i < CT_INDEX_BLOCK ? n - i : CT_INDEX_BLOCK;
        const ct_place_tile column = {.rows = 1, .n = some};
        const char *index = ptrs[1] + i * strides[1];
        const int64_t *k = tile_indices(p, block, index, 0, strides[1], &column);
        if (!k) {
            return -1;
        }
        ct_place_rows rows = {.values = ptrs[0] + i * strides[0],
                              .table = ptrs[2],
                              .k = k,
                              .rows = some,
                              .n = r->bytes,
                              .value_row = strides[0],
                              .scale = p->scale,
                              .ahead = is_large(p)};
        ct_cpu->index->read_rows(&rows);
        if (ct_parallel_pace(&done, some * r->bytes) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Are the innermost elements packed rows that one index each names, and not long? */
static bool in_rows(const ct_places *p, rows_read *r)
{
    const ct_lines *l = &p->lines;
    int64_t size = ct_dtype_size(p->dtype);
    if (l->ndim < 2 || l->strides[l->ndim - 2][2] != 0) {
        return false;
    }
    const int64_t *by = l->strides[l->ndim - 1];
    r->bytes = l->shape[l->ndim - 1] * size;
    if (by[0] != size || by[1] != 0 || by[2] != size || r->bytes > ROW_LONG) {
        return false;
    }
    r->places = *p;
    r->places.lines.ndim--;
    r->places.lines.numel /= l->shape[l->ndim - 1];
    return true;
}

/* ---- short lines read --------------------------------------------------- */

typedef struct short_lines {
    ct_places places; /* whose lines are of lines with an index for each element */
    int64_t n, steps[CT_LINES_OPERANDS]; /* of these */
} short_lines;

static int read_short_lines(void *ctx, char *const *ptrs, const int64_t *strides,
                            int64_t n)
{
    const short_lines *s = ctx;
    ct_place_loop loop = ct_cpu->index->read[size_log2(s->places.dtype)];
    return indexed_rows(&s->places, loop, ptrs, strides, s->steps, n, s->n);
}

/* Are there several lines to a block of indices? */
static bool in_short_lines(const ct_places *p, short_lines *s)
{
    const ct_lines *l = &p->lines;
    int64_t n = ct_lines_inner(l);
    if (l->ndim < 2 || l->strides[l->ndim - 1][1] == 0 || n > CT_INDEX_BLOCK / 2) {
        return false;
    }
    s->n = n;
    memcpy(s->steps, l->strides[l->ndim - 1], sizeof s->steps);
    s->places = *p;
    s->places.lines.ndim--;
    s->places.lines.numel /= n;
    return true;
}

int ct_places_read(const ct_places *p)
{
    union {
        rows_read rows;
        short_lines lines;
    } r; /* large: not zeroed */
    if (p->lines.numel && in_rows(p, &r.rows)) {
        int64_t each = r.rows.bytes / ct_dtype_size(p->dtype);
        return ct_lines_run_each(&r.rows.places.lines, each, read_row_line, &r);
    }
    if (p->lines.numel && in_short_lines(p, &r.lines)) {
        return ct_lines_run_each(&r.lines.places.lines, r.lines.n, read_short_lines,
                                 &r);
    }
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

/* Both may lie on themselves, so elements are folded one after the other. */
static int fold_strided(ct_fold fold, ct_dtype dtype, char *to, int64_t to_stride,
                        char *from, int64_t from_stride, int64_t n)
{
    static const int64_t none[CT_INDEX_BLOCK];
    ct_place_tile t = {
        .k = none, .rows = 1, .value_step = from_stride, .table_step = to_stride};
    int64_t done = 0;
    for (int64_t i = 0; i < n; i += CT_INDEX_BLOCK) {
        t.values = from + i * from_stride;
        t.table = to + i * to_stride;
        t.n = n - i < CT_INDEX_BLOCK ? n - i : CT_INDEX_BLOCK;
        ct_cpu->index->fold[fold][dtype](&t);
        if (ct_parallel_pace(&done, t.n) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The same of packed elements, each by itself. */
static ct_loop packed_fold(ct_fold fold, ct_dtype d)
{
    switch (fold) {
    case CT_FOLD_ADD:
        return CT_FORWARD_LOOP(add, d);
    case CT_FOLD_MULTIPLY:
        return CT_FORWARD_LOOP(mul, d);
    case CT_FOLD_MAX:
        return CT_FORWARD_LOOP(maximum, d);
    default:
        return CT_FORWARD_LOOP(minimum, d);
    }
}

static int fold_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const ct_places *p = ctx;
    if (strides[1] != 0) {
        ct_place_loop loop = ct_cpu->index->fold[p->fold][p->dtype];
        return indexed_line(p, loop, ptrs, strides, n);
    }
    char *place = row_place(p, ptrs);
    if (!place) {
        return -1;
    }
    int64_t size = ct_dtype_size(p->dtype);
    ct_loop packed = packed_fold(p->fold, p->dtype);
    if (packed && strides[0] == size && strides[2] == size) {
        packed((char *const[]){place, place, ptrs[0]}, n, NULL);
        return 0;
    }
    return fold_strided(p->fold, p->dtype, place, strides[2], ptrs[0], strides[0], n);
}

struct write {
    const ct_places *places;
    ct_line_fn fn; /* writes a line, */
    ct_place_loop loop; /* a tile of elements with an index each, */
    ct_row_loop rows; /* packed rows with one for all their elements, */
    int64_t unit; /* counted in so many bytes */
    bool indexed_inner;
    bool shared; /* one index for all elements of a row */
    bool packed; /* its elements one after the other on both sides */
    int64_t slice; /* elements of the lines in each task; see NOTE [Shares] */
    int64_t first, last; /* of a tile's indices */
    int64_t done; /* of a task: see ct_parallel_pace */
};

/* Lines along the indexed dim, one for each element of the others: indices
 * [w->first, w->last) of it. */
static int along_indexed(void *ctx, char *const *ptrs, const int64_t *strides,
                         int64_t n)
{
    struct write *w = ctx;
    const ct_places *p = w->places;
    int64_t count = w->last - w->first;
    if (p->steps[1] != 0) {
        return indexed_rows(p, w->loop, ptrs, strides, p->steps, n, count);
    }
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

/* Packed rows, elements [begin, end) of each, one for each of n indices from `first` on. */
static int write_rows(const struct write *w, int64_t first, int64_t n, int64_t begin,
                      int64_t end)
{
    const ct_places *p = w->places;
    int64_t block[CT_INDEX_BLOCK], size = ct_dtype_size(p->dtype);
    const ct_place_tile column = {.rows = 1, .n = n};
    const char *index = p->lines.data[1] + first * p->steps[1];
    ct_place_rows rows = {.values =
                              p->lines.data[0] + first * p->steps[0] + begin * size,
                          .table = p->lines.data[2] + begin * size,
                          .k = tile_indices(p, block, index, 0, p->steps[1], &column),
                          .rows = n,
                          .n = (end - begin) * size / w->unit,
                          .value_row = p->steps[0],
                          .scale = p->scale,
                          .ahead = is_large(p)};
    if (!rows.k) {
        return -1;
    }
    w->rows(&rows);
    return 0;
}

/* Rows of one index each, in blocks between two looks for Ctrl-C. */
static int along_packed(const struct write *w, int64_t begin, int64_t end)
{
    const ct_places *p = w->places;
    int64_t most = CT_GRAIN / (end - begin) + 1, done = 0, n;
    most = most < CT_INDEX_BLOCK ? most : CT_INDEX_BLOCK;
    for (int64_t first = 0; first < p->count; first += n) {
        n = p->count - first < most ? p->count - first : most;
        if (write_rows(w, first, n, begin, end) < 0 ||
            ct_parallel_pace(&done, n * (end - begin)) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Lines along the others, for one index, or row of indices, after the other. */
static int along_others(const struct write *w, int64_t begin, int64_t end)
{
    const ct_places *p = w->places;
    const ct_lines *l = &p->lines;
    int64_t done = 0;
    if (l->ndim == 1 && !w->shared) {
        const int64_t *by = l->strides[0];
        char *const from[] = {l->data[0] + begin * by[0], l->data[1] + begin * by[1],
                              l->data[2] + begin * by[2]};
        return indexed_rows(p, w->loop, from, p->steps, by, p->count, end - begin);
    }
    for (int64_t i = 0; i < p->count; i++) {
        const int64_t shift[] = {i * p->steps[0], i * p->steps[1], i * p->steps[2]};
        if (ct_lines_walk(l, shift, begin, end, w->fn, (void *)p) < 0 ||
            ct_parallel_pace(&done, end - begin) < 0) {
            return -1;
        }
    }
    return 0;
}

static int write_slice(struct write w, int64_t i)
{
    const ct_lines *l = &w.places->lines;
    int64_t begin = i * w.slice;
    int64_t end = l->numel - begin < w.slice ? l->numel : begin + w.slice;
    return w.indexed_inner ? in_tiles(&w, begin, end)
           : w.packed      ? along_packed(&w, begin, end)
                           : along_others(&w, begin, end);
}

static int write_slices(void *ctx, int64_t begin, int64_t end)
{
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        status = write_slice(*(const struct write *)ctx, i);
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

/* Which loop is the inner one? The one whose steps cost less memory; where lines are
 * short and each costs a call, the longer one. */
static bool indexed_inner(const struct write *w)
{
    const ct_places *p = w->places;
    const ct_lines *l = &p->lines;
    bool calls = w->shared || l->ndim != 1;
    if (w->packed) {
        return false;
    }
    if (p->count == 1 || (calls && ct_lines_inner(l) < LONG_LINE)) {
        return p->count > ct_lines_inner(l);
    }
    const int64_t *by = l->strides[l->ndim - 1];
    return step_cost(p->steps[0], p->steps[1], p->scale) <
           step_cost(by[0], by[1], by[2]);
}

/* NOTE [Shares] What one of several threads writes must be far from what the others
 * write, or they wait for each other's cache lines, and each looks at all the indices.
 * So lines are cut into slices: wide ones into some for each thread, others into fewer,
 * of two cache lines at least. What is narrower is done by one thread: to deal out whole
 * rows makes each thread bring all values to its cache. Packed rows are bound by memory,
 * which does not fetch ahead of a thread that takes a few lines out of each: halves of
 * 256 bytes took twice as long on two threads as the rows on one. In each slice writes
 * are in the order of their indices. */
static int64_t share_out(struct write *w)
{
    const ct_lines *l = &w->places->lines;
    int64_t threads = ct_num_threads(), each = (l->numel + threads - 1) / threads;
    int64_t step = l->ndim ? magnitude(l->strides[l->ndim - 1][2]) : 0;
    int64_t wide = step ? SLICE_BYTES / step + 1 : SLICE_BYTES;
    int64_t bytes = w->packed ? SLICE_ROWS : SLICE_LEAST;
    int64_t least = step ? ct_ceil_div(bytes, step) : bytes;
    w->slice = l->numel;
    if (threads == 1 || l->numel <= CT_GRAIN / w->places->count) {
        return 1;
    }
    w->slice = each / SLICES_EACH < wide ? wide : each / SLICES_EACH;
    w->slice = each < w->slice ? each : w->slice;
    w->slice = (w->slice + least - 1) / least * least;
    return (l->numel + w->slice - 1) / w->slice;
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

/* w: how elements, lines and rows are written. */
static int write_places(struct write *w)
{
    const ct_places *p = w->places;
    const ct_lines *l = &p->lines;
    int64_t size = ct_dtype_size(p->dtype);
    if (p->count == 0 || l->numel == 0) {
        return 0;
    }
    w->shared = index_shared(l);
    w->packed = w->shared && l->ndim == 1 && l->strides[0][0] == size &&
                l->strides[0][2] == size;
    w->indexed_inner = indexed_inner(w);
    bool brief = l->numel <= CT_GRAIN / p->count; /* no need to unlock */
    return ct_parallel_for(share_out(w), brief ? 1 : 0, write_slices, w);
}

int ct_places_write(const ct_places *p)
{
    const ct_index_kernels *with = ct_cpu->index;
    struct write w = {.places = p,
                      .fn = write_line,
                      .loop = with->write[size_log2(p->dtype)],
                      .rows = with->write_rows,
                      .unit = 1};
    return write_places(&w);
}

int ct_places_fold(const ct_places *p, ct_fold fold)
{
    const ct_index_kernels *with = ct_cpu->index;
    ct_places folded = *p;
    folded.fold = fold;
    struct write w = {.places = &folded,
                      .fn = fold_line,
                      .loop = with->fold[fold][p->dtype],
                      .rows = with->fold_rows[fold][p->dtype],
                      .unit = ct_dtype_size(p->dtype)};
    return write_places(&w);
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
    if (fold_strided(CT_FOLD_ADD, o->dtype, ptrs[0], strides[0], ptrs[1], strides[1],
                     n) < 0) {
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
