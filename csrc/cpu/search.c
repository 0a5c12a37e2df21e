/* search: where along a dim the largest or smallest element is, and its value.
 *
 * Nothing is copied as a whole: elements that a kernel cannot read in place pass
 * through a tile. A row is folded part by part, then the first part that is as good as
 * any is searched for what the fold gave; of a long row, each piece by itself first. */
#include <string.h>

#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/along.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/lines.h"
#include "cpu/reduce.h"
#include "rows/reduce.h"

#define TILE 1024
#define PART 4096 /* elements, whose search costs little beside the fold of all */
#define COLUMNS 256
#define SHORT_ROW 80 /* elements: rows up to this length are turned into columns, */
#define MANY_ROWS 16  /* where there are so many, and no fewer than a row is long */

typedef struct search {
    const ct_reducer *fold;
    ct_find find;
    ct_dtype stored, load;
    int64_t n, stride, size; /* of a row: elements, stride, a loaded one's bytes */
    bool in_place;           /* rows are read where they lie */
    ct_lines rows;           /* operands: x, indices, values (if wanted) */
    bool values;
    /* of a long row */
    const char *row;
    int64_t piece;
    int64_t start[CT_PIECES_MAX]; /* of the part of each that has its extreme */
    _Alignas(16) char best[CT_PIECES_MAX * 16];
} search;

static const char *loaded(const search *s, const char *x, int64_t n, char *tile)
{
    if (s->in_place) {
        return x;
    }
    ct_cast_strided(s->load, tile, s->size, s->stored, x, s->stride, n);
    return tile;
}

/* At most how many elements `loaded` gives at once. */
static int64_t most(const search *s)
{
    return s->in_place ? PART : TILE;
}

/* The extreme of n >= 1 elements from x on, and in which part of them, by its first
 * element, it is first: equal to no earlier one, so that its part is the last that
 * improved on those before. -1 after Ctrl-C. */
static int64_t fold_run(const search *s, char *best, const char *x, int64_t n)
{
    _Alignas(64) char tile[TILE * 16];
    _Alignas(16) char before[16];
    int64_t done = 0, where = 0, step = most(s);
    memcpy(best, loaded(s, x, 1, tile), (size_t)s->size);
    for (int64_t i = 0; i < n; i += step) {
        int64_t part = n - i < step ? n - i : step;
        memcpy(before, best, (size_t)s->size);
        s->fold->row(best, loaded(s, x + i * s->stride, part, tile), part);
        if (n > step && s->find(before, best, 1) != 0) {
            where = i;
        }
        if (ct_parallel_pace(&done, part) < 0) {
            return -1;
        }
    }
    return where;
}

/* Where the first element equal to *best is, which is in the part from `start` on; 0 if
 * another thread has changed it since. */
static int64_t find_run(const search *s, const char *best, const char *x, int64_t n,
                        int64_t start)
{
    _Alignas(64) char tile[TILE * 16];
    int64_t part = n - start < most(s) ? n - start : most(s);
    int64_t found = s->find(loaded(s, x + start * s->stride, part, tile), best, part);
    return found < part ? start + found : 0;
}

static void store(const search *s, char *const *ptrs, const char *best, int64_t index)
{
    memcpy(ptrs[1], &index, sizeof index);
    if (s->values) {
        ct_cast_strided(s->stored, ptrs[2], 0, s->load, best, 0, 1);
    }
}

/* n <= COLUMNS columns from x on, whose elements are `step` apart, folded and searched
 * side by side; ptrs: where the results go. */
static void search_columns(const search *s, char *const *ptrs, const int64_t *strides,
                           const char *x, int64_t step, int64_t n)
{
    _Alignas(64) char best[COLUMNS * 16];
    int64_t index[COLUMNS];
    memcpy(best, x, (size_t)(n * s->size));
    s->fold->cols(best, x, n, s->n, step);
    ct_cpu->reduce->find_cols[s->load](index, best, x, n, s->n, step);
    for (int64_t j = 0; j < n; j++) {
        char *const at[] = {NULL, ptrs[1] + j * strides[1], ptrs[2] + j * strides[2]};
        store(s, at, best + j * s->size, index[j]);
    }
}

/* Rows whose elements lie closer to other rows' than to their own, and such as are made so:
 * short ones, transposed. */
static int short_columns(const search *s, char *const *ptrs, const int64_t *strides,
                         int64_t n)
{
    _Alignas(64) char turned[TILE * 16];
    int64_t most = COLUMNS, done = 0;
    if (s->in_place) {
        most = TILE * 16 / (s->n * s->size);
        most = most < COLUMNS ? most : COLUMNS;
    }
    for (int64_t i = 0; i < n; i += most) {
        int64_t width = n - i < most ? n - i : most, step = s->stride;
        const char *x = ptrs[0] + i * strides[0];
        char *const at[] = {NULL, ptrs[1] + i * strides[1], ptrs[2] + i * strides[2]};
        if (s->in_place) {
            step = width * s->size;
            ct_transpose(s->size, turned, step, x, strides[0], s->n, width);
            x = turned;
        }
        search_columns(s, at, strides, x, step, width);
        if (ct_parallel_pace(&done, width * s->n) < 0) {
            return -1;
        }
    }
    return 0;
}

static int short_rows(void *context, char *const *ptrs, const int64_t *strides,
                      int64_t n)
{
    const search *s = context;
    bool columns = s->stored == s->load && !s->in_place && strides[0] == s->size;
    bool many = n >= MANY_ROWS && n >= s->n;
    bool turned = s->in_place && s->n <= SHORT_ROW && many;
    if (n > 1 && (columns || turned)) {
        return short_columns(s, ptrs, strides, n);
    }
    bool whole = s->in_place && s->n <= PART;
    for (int64_t i = 0; i < n; i++) {
        char *const at[] = {ptrs[0] + i * strides[0], ptrs[1] + i * strides[1],
                            ptrs[2] + i * strides[2]};
        _Alignas(16) char best[16];
        if (whole) { /* a single part */
            memcpy(best, at[0], (size_t)s->size);
            s->fold->row(best, at[0], s->n);
            int64_t found = s->find(at[0], best, s->n);
            store(s, at, best, found < s->n ? found : 0);
            continue;
        }
        int64_t start = fold_run(s, best, at[0], s->n);
        if (start < 0) {
            return -1;
        }
        store(s, at, best, find_run(s, best, at[0], s->n, start));
    }
    return 0;
}

static int short_range(void *context, int64_t begin, int64_t end)
{
    const search *s = context;
    return ct_lines_walk(&s->rows, NULL, begin, end, short_rows, context);
}

/* ---- long rows ---------------------------------------------------------- */

static int64_t piece_length(const search *s, int64_t i)
{
    int64_t left = s->n - i * s->piece;
    return left < s->piece ? left : s->piece;
}

static int fold_pieces(void *context, int64_t begin, int64_t end)
{
    search *s = context;
    for (int64_t i = begin; i < end; i++) {
        const char *x = s->row + i * s->piece * s->stride;
        s->start[i] = fold_run(s, s->best + i * s->size, x, piece_length(s, i));
        if (s->start[i] < 0) {
            return -1;
        }
    }
    return 0;
}

static int long_rows(void *context, char *const *ptrs, const int64_t *strides,
                     int64_t n)
{
    search *s = context;
    int64_t pieces = (s->n + s->piece - 1) / s->piece;
    for (int64_t i = 0; i < n; i++) {
        char *const at[] = {ptrs[0] + i * strides[0], ptrs[1] + i * strides[1],
                            ptrs[2] + i * strides[2]};
        _Alignas(16) char best[16];
        s->row = at[0];
        if (ct_parallel_for(pieces, 1, fold_pieces, s) < 0) {
            return -1;
        }
        memcpy(best, s->best, (size_t)s->size);
        s->fold->row(best, s->best, pieces);
        int64_t first = s->find(s->best, best, pieces), from = first * s->piece;
        const char *x = s->row + from * s->stride;
        int64_t n_first = piece_length(s, first);
        store(s, at, best, from + find_run(s, best, x, n_first, s->start[first]));
    }
    return 0;
}

static int search_long(search *s)
{
    s->piece = ct_row_piece(s->n);
    ct_unlocked_begin();
    int status = ct_lines_walk(&s->rows, NULL, 0, s->rows.numel, long_rows, s);
    ct_unlocked_end();
    return status;
}

/* ---- the rows ----------------------------------------------------------- */

static void add_rows(search *s, const ct_tensor *x, int dim, ct_tensor *values,
                     ct_tensor *indices)
{
    int64_t rows = indices->numel, size = values ? ct_dtype_size(s->stored) : 0;
    ct_lines_init(&s->rows, 3, x->data, indices->data, values ? values->data : NULL);
    for (int d = 0; d < x->ndim; d++) {
        if (d != dim) {
            rows /= x->shape[d];
            ct_lines_add(&s->rows, x->shape[d], x->strides[d], rows * 8, rows * size);
        }
    }
}

static int search_in(ct_reduction op, ct_tensor *x, int dim, ct_tensor *values,
                     ct_tensor *indices)
{
    search s;
    s.stored = (ct_dtype)x->dtype;
    s.load = ct_reduce_load(op, s.stored);
    s.fold = &ct_cpu->reduce->reducer[op][s.load];
    s.find = ct_cpu->reduce->find[s.load];
    s.n = x->ndim ? x->shape[dim] : 1;
    s.stride = x->ndim ? x->strides[dim] : 0;
    s.size = ct_dtype_size(s.load);
    s.in_place = s.stored == s.load && s.stride == s.size;
    s.values = values != NULL;
    add_rows(&s, x, x->ndim ? dim : -1, values, indices);
    if (s.n > CT_ROW_LONG) {
        return search_long(&s);
    }
    return ct_parallel_for(indices->numel, ct_parallel_grain(s.n), short_range, &s);
}

/* All of x as one row, as it lies if it can be. */
static ct_tensor *flattened(ct_tensor *x)
{
    bool even = x->ndim > 0; /* are all elements as far apart? */
    for (int d = 0; d + 1 < x->ndim; d++) {
        even = even && (x->strides[d] == x->strides[d + 1] * x->shape[d + 1]);
    }
    if (!even) {
        return ct_along_rows(x, -1, (ct_dtype)x->dtype);
    }
    return ct_tensor_alias(x, 1, &x->numel, &x->strides[x->ndim - 1], x->data);
}

static int search_along(ct_call *c, ct_reduction op, ct_tensor *values,
                        ct_tensor *indices)
{
    ct_tensor *x = ARG(c, argmax, input).tensor;
    int dim = ct_call_dim(c);
    if (indices->numel == 0) {
        return 0;
    }
    x = dim < 0 ? flattened(x) : ct_newref(x);
    int status = x ? search_in(op, x, dim < 0 ? 0 : dim, values, indices) : -1;
    ct_xdecref(x);
    return status;
}

int ct_max_dim_cpu(ct_call *c)
{
    return search_along(c, CT_REDUCE_MAX, OUT(c, max_dim, values),
                        OUT(c, max_dim, indices));
}

int ct_min_dim_cpu(ct_call *c)
{
    return search_along(c, CT_REDUCE_MIN, OUT(c, min_dim, values),
                        OUT(c, min_dim, indices));
}

int ct_argmax_cpu(ct_call *c)
{
    return search_along(c, CT_REDUCE_MAX, NULL, c->out[0]);
}

int ct_argmin_cpu(ct_call *c)
{
    return search_along(c, CT_REDUCE_MIN, NULL, c->out[0]);
}
