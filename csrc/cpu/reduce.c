/* reduce: the walk over kept and reduced dims.
 *
 * When the closest elements are reduced together, each result folds rows; when they
 * belong to different results, a block of results folds column by column, so memory is
 * read in order either way. A reduction to one result is cut into fixed pieces. */
#include "cpu/reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"

#define BLOCK 512
#define PIECE 65536 /* elements between two looks for Ctrl-C; of one task */

typedef struct axes { /* some dims of the input, merged where they run on */
    int n;
    int64_t total;
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
} axes;

typedef struct reduction {
    const ct_reducer *fold;
    ct_dtype load, stored, result;
    int64_t size; /* of a stored element */
    double scale;
    const char *x;
    char *out;
    _Alignas(16) char start[16]; /* the empty fold */
    axes kept, reduced;
} reduction;

/* ---- setting up --------------------------------------------------------- */

ct_dtype ct_reduce_load(ct_reduction op, ct_dtype d)
{
    if (op >= CT_REDUCE_ANY) {
        return CT_DTYPE_BOOL;
    }
    if (op == CT_REDUCE_SUM && ct_dtype_is_complex(d)) {
        return CT_DTYPE_C128;
    }
    if (ct_dtype_is_integral(d)) {
        return d == CT_DTYPE_U64 && op != CT_REDUCE_SUM ? CT_DTYPE_U64 : CT_DTYPE_I64;
    }
    return ct_dtype_compute(d);
}

static void axes_add(axes *a, int64_t size, int64_t stride)
{
    a->total *= size;
    if (size == 1) {
        return;
    }
    if (a->n && a->strides[a->n - 1] == stride * size) {
        a->shape[a->n - 1] *= size;
        a->strides[a->n - 1] = stride;
        return;
    }
    a->shape[a->n] = size;
    a->strides[a->n++] = stride;
}

/* The order of folding is free but for rounding; it follows memory. */
static void axes_sort(axes *a)
{
    for (int i = 1; i < a->n; i++) {
        for (int d = i; d > 0 && llabs(a->strides[d - 1]) < llabs(a->strides[d]); d--) {
            int64_t size = a->shape[d], stride = a->strides[d];
            a->shape[d] = a->shape[d - 1];
            a->strides[d] = a->strides[d - 1];
            a->shape[d - 1] = size;
            a->strides[d - 1] = stride;
        }
    }
}

static void empty_fold(char *start, ct_reduction op, ct_dtype acc)
{
    ct_scalar s = {CT_CATEGORY_FLOATING, false, 0, 0, 0};
    if (op == CT_REDUCE_MAX || op == CT_REDUCE_MIN) {
        bool max = op == CT_REDUCE_MAX;
        s.re = max ? -INFINITY : INFINITY;
        if (ct_dtype_is_integral(acc)) {
            s.category = CT_CATEGORY_INTEGER;
            s.i = acc == CT_DTYPE_U64 ? (max ? 0 : -1) : (max ? INT64_MIN : INT64_MAX);
        }
    } else {
        s.re = op == CT_REDUCE_ALL;
    }
    ct_scalar_store(acc, start, s);
}

/* ---- walking ------------------------------------------------------------ */

/* Offset of the index-th element of the first n axes, in row-major order. */
static int64_t axes_offset(const axes *a, int n, int64_t index)
{
    int64_t offset = 0;
    for (int d = n - 1; d >= 0; d--) {
        offset += index % a->shape[d] * a->strides[d];
        index /= a->shape[d];
    }
    return offset;
}

/* n stored elements from x on, as the fold wants them: in place, or in `tile`. */
static const char *loaded(const reduction *r, const char *x, int64_t stride, int64_t n,
                          char *tile)
{
    if (r->stored == r->load && stride == r->size && r->load != CT_DTYPE_BOOL) {
        return x;
    }
    int64_t size = ct_dtype_size(r->load);
    if (r->stored == CT_DTYPE_BOOL && r->load == CT_DTYPE_BOOL) {
        /* any byte but 0 is true: as uint8 to bool */
        ct_cast_strided(CT_DTYPE_BOOL, tile, 1, CT_DTYPE_U8, x, stride, n);
        return tile;
    }
    ct_cast_strided(r->load, tile, size, r->stored, x, stride, n);
    return tile;
}

/* Folds n elements that lie `stride` apart into acc. Ctrl-C stops it. */
static int fold_run(const reduction *r, char *acc, const char *x, int64_t stride,
                    int64_t n)
{
    bool in_place =
        r->stored == r->load && stride == r->size && r->load != CT_DTYPE_BOOL;
    _Alignas(64) char tile[BLOCK * 16];
    int64_t most = in_place ? PIECE : BLOCK;
    for (int64_t i = 0; i < n; i += most) {
        int64_t piece = n - i < most ? n - i : most;
        const char *from = x + i * stride;
        r->fold->row(acc, in_place ? from : loaded(r, from, stride, piece, tile),
                     piece);
        if (i % PIECE == 0 && n > PIECE && ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
}

/* Folds the elements [begin, end) of the reduced dims, counted in row-major order. */
static int fold_range(const reduction *r, char *acc, const char *x, int64_t begin,
                      int64_t end)
{
    const axes *in = &r->reduced;
    int64_t n = in->n ? in->shape[in->n - 1] : 1;
    int64_t stride = in->n ? in->strides[in->n - 1] : 0;
    int64_t polled = begin;
    while (begin < end) {
        int64_t column = begin % n, run = n - column;
        run = run < end - begin ? run : end - begin;
        if (fold_run(r, acc, x + axes_offset(in, in->n, begin), stride, run) < 0) {
            return -1;
        }
        begin += run;
        if (begin - polled > PIECE) {
            polled = begin;
            if (ct_parallel_poll() < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* Writes n accumulators as results from place `at` on. */
static void finish(const reduction *r, char *acc, int64_t at, int64_t n)
{
    ct_dtype d = r->fold->acc;
    int64_t doubles = d == CT_DTYPE_C128 ? 2 * n : n;
    for (int64_t i = 0; r->scale != 1 && i < doubles; i++) {
        ((double *)acc)[i] *= r->scale;
    }
    int64_t size = ct_dtype_size(r->result);
    ct_cast_strided(r->result, r->out + at * size, size, d, acc, ct_dtype_size(d), n);
}

/* Results [begin, end), each folding its rows. */
static int fold_rows(void *context, int64_t begin, int64_t end)
{
    const reduction *r = context;
    _Alignas(64) char acc[BLOCK * 16];
    int64_t acc_size = ct_dtype_size(r->fold->acc);
    for (int64_t at = begin; at < end; at += BLOCK) {
        int64_t block = end - at < BLOCK ? end - at : BLOCK;
        for (int64_t i = 0; i < block; i++) {
            char *a = acc + i * acc_size;
            const char *x = r->x + axes_offset(&r->kept, r->kept.n, at + i);
            memcpy(a, r->start, (size_t)acc_size);
            if (fold_range(r, a, x, 0, r->reduced.total) < 0) {
                return -1;
            }
        }
        finish(r, acc, at, block);
    }
    return 0;
}

/* Results by columns: `begin` counts blocks of the innermost kept axis. */
static int fold_columns(void *context, int64_t begin, int64_t end)
{
    const reduction *r = context;
    _Alignas(64) char acc[BLOCK * 16], tile[BLOCK * 16];
    int inner = r->kept.n - 1;
    int64_t width = r->kept.shape[inner], stride = r->kept.strides[inner];
    int64_t blocks = (width + BLOCK - 1) / BLOCK;
    int64_t acc_size = ct_dtype_size(r->fold->acc);
    for (int64_t b = begin; b < end; b++) {
        int64_t first = b % blocks * BLOCK, at = b / blocks * width + first;
        int64_t n = width - first < BLOCK ? width - first : BLOCK;
        const char *x = r->x + axes_offset(&r->kept, r->kept.n, at);
        for (int64_t i = 0; i < n; i++) {
            memcpy(acc + i * acc_size, r->start, (size_t)acc_size);
        }
        for (int64_t row = 0; row < r->reduced.total; row++) {
            const char *from = x + axes_offset(&r->reduced, r->reduced.n, row);
            r->fold->cols(acc, loaded(r, from, stride, n, tile), n);
            if (row % 4096 == 4095 && ct_parallel_poll() < 0) {
                return -1;
            }
        }
        finish(r, acc, at, n);
    }
    return 0;
}

/* ---- one result --------------------------------------------------------- */

typedef struct pieces {
    const reduction *r;
    char *acc; /* one accumulator per piece */
} pieces;

static int fold_pieces(void *context, int64_t begin, int64_t end)
{
    const pieces *p = context;
    const reduction *r = p->r;
    int64_t size = ct_dtype_size(r->fold->acc), total = r->reduced.total;
    for (int64_t i = begin; i < end; i++) {
        int64_t first = i * PIECE, last = first + PIECE < total ? first + PIECE : total;
        memcpy(p->acc + i * size, r->start, (size_t)size);
        if (fold_range(r, p->acc + i * size, r->x, first, last) < 0 ||
            ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
}

static int fold_to_one(reduction *r, const ct_reducer *table)
{
    int64_t count = (r->reduced.total + PIECE - 1) / PIECE;
    pieces p = {r, malloc((size_t)count * 16)};
    if (!p.acc) {
        return ct_error(CT_ERR_MEMORY, "out of memory");
    }
    int status = ct_parallel_for(count, 1, fold_pieces, &p);
    if (status == 0) {
        _Alignas(16) char acc[16];
        ct_dtype d = r->fold->acc;
        memcpy(acc, r->start, sizeof acc);
        table[d].row(acc, p.acc, count);
        finish(r, acc, 0, 1);
    }
    free(p.acc);
    return status;
}

/* ---- the reduction ------------------------------------------------------ */

static int64_t innermost(const axes *a)
{
    return a->n ? llabs(a->strides[a->n - 1]) : INT64_MAX;
}

static void split_axes(reduction *r, const ct_tensor *x, uint64_t mask)
{
    r->kept.n = r->reduced.n = 0; /* not the arrays: they are large */
    r->kept.total = r->reduced.total = 1;
    for (int d = 0; d < x->ndim; d++) {
        axes_add(mask >> d & 1 ? &r->reduced : &r->kept, x->shape[d], x->strides[d]);
    }
    axes_sort(&r->reduced);
}

/* ct_parallel_for for few results of many elements each: they keep no lock. */
static int run_unlocked(int64_t n, int64_t grain, ct_range_fn fn, reduction *r)
{
    if (n > grain || r->reduced.total <= CT_GRAIN) {
        return ct_parallel_for(n, grain, fn, r);
    }
    ct_unlocked_begin();
    int status = fn(r, 0, n);
    ct_unlocked_end();
    return status;
}

int ct_reduce(ct_reduction op, ct_tensor *x, uint64_t mask, double scale,
              ct_tensor *out)
{
    reduction r;
    r.stored = (ct_dtype)x->dtype;
    r.load = ct_reduce_load(op, r.stored);
    r.result = (ct_dtype)out->dtype;
    r.fold = &ct_cpu->reduce->reducer[op][r.load];
    if (!r.fold->row) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED, "reduction: no kernel for dtype %s",
                        ct_dtype_name(r.stored));
    }
    r.size = ct_tensor_itemsize(x);
    r.scale = scale;
    r.x = x->data;
    r.out = out->data;
    empty_fold(r.start, op, r.fold->acc);
    split_axes(&r, x, mask);
    if (r.kept.total == 0) {
        return 0;
    }
    if (r.kept.total == 1 && r.reduced.total > PIECE) {
        return fold_to_one(&r, ct_cpu->reduce->reducer[op]);
    }
    int64_t each = r.reduced.total > 0 ? r.reduced.total : 1, grain = CT_GRAIN / each;
    if (r.kept.n && r.reduced.total > 1 && innermost(&r.kept) < innermost(&r.reduced)) {
        int64_t width = r.kept.shape[r.kept.n - 1];
        int64_t blocks = (width + BLOCK - 1) / BLOCK * (r.kept.total / width);
        int64_t block = width < BLOCK ? width : BLOCK;
        return run_unlocked(blocks, grain / block + 1, fold_columns, &r);
    }
    return run_unlocked(r.kept.total, grain + 1, fold_rows, &r);
}
