/* reduce: the walk over kept and reduced dims.
 *
 * When the closest elements are reduced together, each result folds rows; when they
 * belong to different results, or the rows are short, a block of results folds column by
 * column. A reduction of much to few results is cut into fixed pieces. */
#include "cpu/reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/moments.h"

#define BLOCK CT_REDUCE_BLOCK
#define SAMPLES 8 /* of a result's elements: NOTE [Centers] in moments.c */
#define PIECE 65536   /* elements between two looks for Ctrl-C; of one task */
#define PIECE_NS 8000 /* what it takes, at the least */
#define PIECES_WANTED 32 /* enough to balance some cores */
#define MORE 4           /* so many times as long a piece may be */
#define SHORT_ROW 32  /* rows up to this length fold by columns */
#define NARROW 64     /* columns up to this many: several rows are one */
#define FEW 64        /* results: too few to divide over threads */

/* ---- setting up --------------------------------------------------------- */

ct_dtype ct_reduce_load(ct_reduction op, ct_dtype d)
{
    if (op >= CT_REDUCE_ANY) {
        return CT_DTYPE_BOOL;
    }
    bool grows = op == CT_REDUCE_SUM || op == CT_REDUCE_PROD;
    if (grows && ct_dtype_is_complex(d)) {
        return CT_DTYPE_C128;
    }
    if (ct_dtype_is_integral(d)) {
        bool narrow = ct_dtype_size(d) < 4 || d == CT_DTYPE_I32;
        return grows               ? CT_DTYPE_I64
               : narrow            ? CT_DTYPE_I32
               : d == CT_DTYPE_U64 ? d
                                   : CT_DTYPE_I64;
    }
    return ct_dtype_compute(d);
}

/* The same where the table may have it as it is stored. */
static ct_dtype load_of(const ct_reducer *table, ct_reduction op, ct_dtype d)
{
    return table[d].row ? d : ct_reduce_load(op, d);
}

static void axes_add(ct_axes *a, int64_t size, int64_t stride)
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
static void axes_sort(ct_axes *a)
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
            int shift = 64 - 8 * (int)ct_dtype_size(acc);
            int64_t least = ct_dtype_is_signed(acc) ? INT64_MIN >> shift : 0;
            s.category = CT_CATEGORY_INTEGER;
            s.i = max ? least : ~least;
        }
    } else {
        s.re = op == CT_REDUCE_ALL || op == CT_REDUCE_PROD;
    }
    ct_scalar_store(acc, start, s);
}

/* ---- walking ------------------------------------------------------------ */

static bool in_place(const ct_reducing *r, int64_t stride)
{
    return r->stored == r->load && stride == r->size;
}

/* Folds n elements that lie `stride` apart into acc. Ctrl-C stops it. center: of moments,
 * else NULL, here and below. */
static int fold_run(const ct_reducing *r, char *acc, const double *center,
                    const char *x, int64_t stride, int64_t n)
{
    _Alignas(64) char tile[BLOCK * 16];
    bool plain = in_place(r, stride) && r->unit == 1;
    int64_t most = plain ? PIECE : BLOCK, size = ct_dtype_size(r->load);
    for (int64_t i = 0; i < n; i += most) {
        int64_t piece = n - i < most ? n - i : most;
        const char *from = x + i * stride;
        if (!plain) {
            ct_cast_strided(r->load, tile, size, r->stored, from, stride, piece);
            from = tile;
        }
        for (int64_t k = 0; r->unit != 1 && k < piece; k++) {
            ((double *)tile)[k] *= r->unit;
        }
        if (center) {
            r->fold->row_from((double *)acc, from, piece, *center);
        } else {
            r->fold->row(acc, from, piece);
        }
        if (i % PIECE == 0 && n > PIECE && ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
}

/* Folds all reduced elements of the result whose first element is at x. */
int ct_reduce_fold(const ct_reducing *r, char *acc, const double *center, const char *x)
{
    const ct_axes *in = &r->reduced;
    if (in->n <= 1) {
        return fold_run(r, acc, center, x, in->n ? in->strides[0] : 0, in->total);
    }
    int64_t n = in->shape[in->n - 1], stride = in->strides[in->n - 1], polled = 0;
    for (int64_t i = 0; i < in->total; i += n) {
        if (fold_run(r, acc, center, x + ct_axes_offset(in, in->n, i), stride, n) < 0) {
            return -1;
        }
        if (i - polled > PIECE) {
            polled = i;
            if (ct_parallel_poll() < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* n accumulators of nothing. */
static void start_all(const ct_reducing *r, char *acc, int64_t n)
{
    if (n == 1) {
        memcpy(acc, r->start, sizeof r->start);
        return;
    }
    int64_t size = ct_dtype_size(r->fold->acc);
    ct_cast_strided(r->fold->acc, acc, size, r->fold->acc, r->start, 0, n);
}

/* Writes n accumulators as results from place `at` on. */
static int finish(const ct_reducing *r, char *acc, const double *centers, int64_t at,
                  int64_t n)
{
    ct_dtype d = r->fold->acc;
    int64_t doubles = d == CT_DTYPE_C128 ? 2 * n : n;
    for (int64_t i = 0; r->scale != 1 && i < doubles; i++) {
        ((double *)acc)[i] *= r->scale;
    }
    if (r->moments && ct_moments_finish(r, (double *)acc, centers, at, n) < 0) {
        return -1;
    }
    int64_t size = ct_dtype_size(r->result);
    ct_cast_strided(r->result, r->out + at * size, size, d, acc, ct_dtype_size(d), n);
    return 0;
}

/* ---- results ------------------------------------------------------------- */

/* Folds n results, whose first elements lie `stride` apart, into acc. */
typedef int (*fold_some)(const ct_reducing *r, char *acc, const double *centers,
                         const char *x, int64_t stride, int64_t n);

static int fold_each(const ct_reducing *r, char *acc, const double *centers,
                     const char *x, int64_t stride, int64_t n)
{
    int64_t size = ct_dtype_size(r->fold->acc);
    const ct_axes *in = &r->reduced;
    if (!centers && in->n == 1 && in_place(r, in->strides[0]) && in->total <= PIECE) {
        for (int64_t i = 0; i < n; i++) {
            r->fold->row(acc + i * size, x + i * stride, in->total);
        }
        return 0;
    }
    for (int64_t i = 0; i < n; i++) {
        const double *center = centers ? centers + i : NULL;
        if (ct_reduce_fold(r, acc + i * size, center, x + i * stride) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Folds n results, and those again whose center must move: `most` together. */
static int fold_moments(const ct_reducing *r, fold_some some, double *acc,
                        double *centers, const char *x, int64_t stride, int64_t n,
                        int64_t most)
{
    bool few =
        most == 1 || r->reduced.total < 4 * SAMPLES; /* cheap to do again; a share */
    ct_moments_guess(r, centers, x, stride, n, few ? SAMPLES / 2 : SAMPLES);
    if (some(r, (char *)acc, centers, x, stride, n) < 0) {
        return -1;
    }
    for (int64_t i = 0; i < n; i += most) {
        int64_t piece = n - i < most ? n - i : most;
        if (!ct_moments_move(r, centers + i, acc + 2 * i, piece)) {
            continue;
        }
        memset(acc + 2 * i, 0, (size_t)piece * 2 * sizeof *acc);
        if (some(r, (char *)(acc + 2 * i), centers + i, x + i * stride, stride, piece) <
            0) {
            return -1;
        }
    }
    return 0;
}

/* Says so where a sum is infinite or NaN: its exponent is all ones. */
static void look_for_overflow(const ct_reducing *r, const double *acc, int64_t n)
{
    const uint64_t mask = 0x7ff0000000000000, one = 0x0010000000000000;
    uint64_t some = 0, bits;
    for (int64_t i = 0; i < n; i++) {
        memcpy(&bits, &acc[i], sizeof bits);
        some |= (bits & mask) + one;
    }
    if (some >> 63) {
        __atomic_store_n(r->overflow, true, __ATOMIC_RELAXED);
    }
}

/* Results from place `at` on; `by_rows` a result is folded by itself. */
static int fold_results_at(const ct_reducing *r, fold_some some, const char *x,
                           int64_t stride, int64_t at, int64_t n, bool by_rows)
{
    _Alignas(64) char acc[BLOCK * 16];
    double own[BLOCK];
    const double *centers = r->centers ? r->centers + at : NULL;
    int status;
    start_all(r, acc, n);
    if (r->fold->row_from && !centers) {
        centers = own;
        status = fold_moments(r, some, (double *)acc, own, x, stride, n,
                              by_rows ? 1 : BLOCK);
    } else {
        status = some(r, acc, centers, x, stride, n);
    }
    if (status == 0 && r->overflow) {
        look_for_overflow(r, (double *)acc, n);
    }
    return status == 0 ? finish(r, acc, centers, at, n) : -1;
}

/* Results [begin, end), each folding its rows. */
static int fold_rows(void *context, int64_t begin, int64_t end)
{
    const ct_reducing *r = context;
    const ct_axes *kept = &r->kept;
    int64_t width = kept->n ? kept->shape[kept->n - 1] : 1;
    int64_t stride = kept->n ? kept->strides[kept->n - 1] : 0, n;
    for (int64_t at = begin; at < end; at += n) {
        n = width - at % width;
        n = n < end - at ? n : end - at;
        n = n < BLOCK ? n : BLOCK;
        const char *x = r->x + ct_axes_offset(kept, kept->n, at);
        if (fold_results_at(r, fold_each, x, stride, at, n, true) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Rows of few elements, one after the other in memory: `times` rows of as many as `each`
 * of them, whose accumulators are then folded themselves. */
static __attribute__((noinline)) void fold_narrow(const ct_reducing *r, char *acc,
                                                  const double *centers, const char *x,
                                                  int64_t n, int64_t times,
                                                  int64_t each, int64_t step)
{
    _Alignas(64) char wide[4 * NARROW * 16];
    ct_dtype d = r->fold->acc;
    start_all(r, wide, each * n);
    if (centers) {
        double all[4 * NARROW];
        for (int64_t i = 0; i < each * n; i++) {
            all[i] = centers[i % n];
        }
        r->fold->cols_from((double *)wide, x, each * n, times, each * step, all);
    } else {
        r->fold->cols(wide, x, each * n, times, each * step);
    }
    r->table[d].cols(acc, wide, n, each, n * ct_dtype_size(d));
}

static void fold_cols(const ct_reducing *r, char *acc, const double *centers,
                      const char *x, int64_t n, int64_t rows, int64_t step)
{
    if (centers) {
        r->fold->cols_from((double *)acc, x, n, rows, step, centers);
    } else {
        r->fold->cols(acc, x, n, rows, step);
    }
}

/* Rows that pass through a tile: short ones become columns, others a row of columns at a
 * time. Apart, as the tile makes a large frame. */
static __attribute__((noinline)) void fold_tiles(const ct_reducing *r, char *acc,
                                                 const double *centers, const char *x,
                                                 int64_t stride, int64_t n,
                                                 int64_t rows, int64_t step)
{
    _Alignas(64) char tile[BLOCK * 16];
    bool turns = in_place(r, step) && rows <= SHORT_ROW;
    int64_t most = turns ? BLOCK * 16 / (rows * r->size) : n, width;
    int64_t size = ct_dtype_size(r->fold->acc), load = ct_dtype_size(r->load);
    for (int64_t i = 0; turns && i < n; i += width) {
        width = n - i < most ? n - i : most;
        ct_transpose(load, tile, width * load, x + i * stride, stride, rows, width);
        fold_cols(r, acc + i * size, centers ? centers + i : NULL, tile, width, rows,
                  width * load);
    }
    for (int64_t i = 0; !turns && i < rows; i++) {
        ct_cast_strided(r->load, tile, load, r->stored, x + i * step, stride, n);
        fold_cols(r, acc, centers, tile, n, 1, 0);
    }
}

/* Folds `rows` rows, `step` apart, of n elements, `stride` apart. */
static void fold_block(const ct_reducing *r, char *acc, const double *centers,
                       const char *x, int64_t stride, int64_t n, int64_t rows,
                       int64_t step)
{
    if (!in_place(r, stride)) {
        fold_tiles(r, acc, centers, x, stride, n, rows, step);
        return;
    }
    int64_t each = n <= NARROW && step == n * r->size ? 4 * NARROW / n : rows, done = 0;
    if (rows / each >= 2) {
        fold_narrow(r, acc, centers, x, n, rows / each, each, step);
        done = rows / each * each;
    }
    fold_cols(r, acc, centers, x + done * step, n, rows - done, step);
}

/* Folds into n accumulators, of results whose first elements lie `stride` apart. */
static int fold_all_columns(const ct_reducing *r, char *acc, const double *centers,
                            const char *x, int64_t stride, int64_t n)
{
    const ct_axes *in = &r->reduced;
    int64_t height = in->n ? in->shape[in->n - 1] : 1, rows;
    int64_t step = in->n ? in->strides[in->n - 1] : 0;
    for (int64_t row = 0; row < in->total; row += rows) {
        rows = height - row % height;
        rows = rows < PIECE / n ? rows : PIECE / n;
        const char *first = x + ct_axes_offset(in, in->n, row);
        fold_block(r, acc, centers, first, stride, n, rows, step);
        if (row && ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
}

static int64_t inner_blocks(const ct_axes *kept)
{
    return (kept->shape[kept->n - 1] + BLOCK - 1) / BLOCK;
}

/* Results by columns: `begin` counts blocks of the innermost kept axis. */
static int fold_columns(void *context, int64_t begin, int64_t end)
{
    const ct_reducing *r = context;
    int inner = r->kept.n - 1;
    int64_t width = r->kept.shape[inner], blocks = inner_blocks(&r->kept);
    for (int64_t b = begin; b < end; b++) {
        int64_t first = b % blocks * BLOCK, at = b / blocks * width + first;
        int64_t n = width - first < BLOCK ? width - first : BLOCK;
        const char *x = r->x + ct_axes_offset(&r->kept, r->kept.n, at);
        if (fold_results_at(r, fold_all_columns, x, r->kept.strides[inner], at, n,
                            false) < 0) {
            return -1;
        }
    }
    return 0;
}

static int64_t innermost(const ct_axes *a)
{
    return a->n ? llabs(a->strides[a->n - 1]) : INT64_MAX;
}

static bool by_columns(const ct_reducing *r)
{
    return r->kept.n && (innermost(&r->kept) < innermost(&r->reduced) ||
                         (r->reduced.total <= SHORT_ROW && r->kept.total >= SHORT_ROW));
}

static int fold(const ct_reducing *r)
{
    int64_t grain = ct_parallel_grain(r->reduced.total);
    if (!by_columns(r)) {
        return ct_parallel_for(r->kept.total, grain, fold_rows, (void *)r);
    }
    int64_t width = r->kept.shape[r->kept.n - 1], blocks = inner_blocks(&r->kept);
    grain = grain / (width < BLOCK ? width : BLOCK) + (grain > 0);
    return ct_parallel_for(blocks * (r->kept.total / width), grain, fold_columns,
                           (void *)r);
}

/* ---- few results -------------------------------------------------------- */

typedef struct pieces { /* of the longest reduced axis */
    const ct_reducing *whole;
    int axis;
    int64_t length;
    char *acc; /* an accumulator for each result, for each piece */
} pieces;

static int fold_pieces(void *context, int64_t begin, int64_t end)
{
    const pieces *p = context;
    const ct_reducing *whole = p->whole;
    int64_t length = whole->reduced.shape[p->axis];
    for (int64_t i = begin; i < end; i++) {
        ct_reducing part = *whole;
        int64_t first = i * p->length, left = length - first;
        int64_t n = left < p->length ? left : p->length;
        part.x += first * whole->reduced.strides[p->axis];
        part.reduced.shape[p->axis] = n;
        part.reduced.total = whole->reduced.total / length * n;
        part.result = whole->fold->acc;
        part.scale = 1;
        part.moments = NULL;
        part.overflow = NULL;
        part.out = p->acc + i * whole->kept.total * ct_dtype_size(part.result);
        if (fold(&part) < 0 || ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
}

static int longest(const ct_axes *a)
{
    int axis = 0;
    for (int d = 1; d < a->n; d++) {
        axis = a->shape[d] > a->shape[axis] ? d : axis;
    }
    return axis;
}

/* The pieces' accumulators, a row for each piece, folded in their turn. */
static int fold_results(const ct_reducing *whole, const char *acc, int64_t rows)
{
    ct_reducing r;
    int64_t n = whole->kept.total;
    r.table = whole->table;
    r.load = r.stored = whole->fold->acc;
    r.fold = &r.table[r.load];
    r.size = ct_dtype_size(r.load);
    r.result = whole->result;
    r.scale = whole->scale;
    r.unit = 1;
    r.x = acc;
    r.out = whole->out;
    memcpy(r.start, whole->start, sizeof r.start);
    r.centers = NULL;
    r.moments = NULL;
    r.about_zero = false;
    r.overflow = whole->overflow;
    r.kept.n = r.reduced.n = 0;
    r.kept.total = r.reduced.total = 1;
    axes_add(&r.kept, n, r.size);
    axes_add(&r.reduced, rows, n * r.size);
    return fold(&r);
}

/* Of n elements in all: more where there are many, as each piece has accumulators of its
 * own for all results. */
static int64_t piece_elements(int64_t n)
{
    int64_t few = n / PIECES_WANTED;
    return few < PIECE ? PIECE : few < MORE * PIECE ? few : MORE * PIECE;
}

static int fold_in_pieces(const ct_reducing *r)
{
    pieces p = {.whole = r, .axis = longest(&r->reduced)};
    int64_t length = r->reduced.shape[p.axis];
    int64_t each =
        r->kept.total * (r->reduced.total / length); /* of a place of the axis */
    p.length = piece_elements(each * length) / each;
    p.length = p.length > 0 ? p.length : 1;
    int64_t count = (length + p.length - 1) / p.length;
    size_t bytes = (size_t)(count * r->kept.total * ct_dtype_size(r->fold->acc));
    p.acc = ct_alloc(bytes);
    if (!p.acc) {
        return -1;
    }
    int status = ct_parallel_tasks(count, PIECE_NS, fold_pieces, &p);
    status = status == 0 ? fold_results(r, p.acc, count) : -1;
    ct_free(p.acc, bytes);
    return status;
}

/* Centers for all results, a run of the innermost kept axis at a time. */
static void guess_all_centers(const ct_reducing *r, double *centers)
{
    const ct_axes *kept = &r->kept;
    int64_t width = kept->n ? kept->shape[kept->n - 1] : 1, n;
    int64_t stride = kept->n ? kept->strides[kept->n - 1] : 0;
    for (int64_t at = 0; at < kept->total; at += n) {
        n = width - at % width;
        n = n < BLOCK ? n : BLOCK;
        const char *x = r->x + ct_axes_offset(kept, kept->n, at);
        ct_moments_guess(r, centers + at, x, stride, n, SAMPLES);
    }
}

/* Moments in pieces: all pieces of a result have the same center. */
static int moments_in_pieces(const ct_reducing *whole)
{
    ct_reducing r = *whole;
    int64_t n = r.kept.total;
    size_t bytes = (size_t)n * 3 * sizeof(double);
    double *acc = ct_alloc(bytes);
    if (!acc) {
        return -1;
    }
    double *centers = acc + 2 * n;
    int status = 0;
    guess_all_centers(&r, centers);
    r.centers = centers;
    r.moments = NULL;
    r.result = r.fold->acc;
    r.out = (char *)acc;
    for (int again = 0; again < 2 && status == 0; again++) {
        status = fold_in_pieces(&r);
        if (status < 0 || again || !ct_moments_move(&r, centers, acc, n)) {
            break;
        }
    }
    status = status == 0 ? finish(whole, (char *)acc, centers, 0, n) : -1;
    ct_free(acc, bytes);
    return status;
}

/* How it is divided depends on the sizes alone, and so does the result. */
static bool is_in_pieces(const ct_reducing *r)
{
    int64_t most = by_columns(r) ? PIECE / 16 : FEW;
    return r->kept.total <= most && r->reduced.total > PIECE / r->kept.total &&
           r->reduced.total > SHORT_ROW;
}

/* ---- the reduction ------------------------------------------------------ */

static void split_axes(ct_reducing *r, const ct_tensor *x, uint64_t mask)
{
    r->kept.n = r->reduced.n = 0; /* not the arrays: they are large */
    r->kept.total = r->reduced.total = 1;
    for (int d = 0; d < x->ndim; d++) {
        axes_add(mask >> d & 1 ? &r->reduced : &r->kept, x->shape[d], x->strides[d]);
    }
    axes_sort(&r->reduced);
}

static int run(const ct_reducing *r)
{
    if (r->kept.total == 1 && r->reduced.total <= CT_GRAIN && !ct_seam_on) {
        return fold_results_at(r, fold_each, r->x, 0, 0, 1, true); /* nothing to walk */
    }
    if (!is_in_pieces(r)) {
        return fold(r);
    }
    return r->moments ? moments_in_pieces(r) : fold_in_pieces(r);
}

static int reduce(ct_reduction op, ct_tensor *x, uint64_t mask, double scale,
                  const ct_moments_asked *moments, ct_tensor *out)
{
    ct_reducing r;
    bool overflow = false;
    r.stored = (ct_dtype)x->dtype;
    r.result = (ct_dtype)out->dtype;
    r.table = ct_cpu->reduce->reducer[op];
    r.load = load_of(r.table, op, r.stored);
    r.fold = &r.table[r.load];
    if (!r.fold->row && !r.fold->row_from) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED, "reduction: no kernel for dtype %s",
                        ct_dtype_name(r.stored));
    }
    r.size = ct_tensor_itemsize(x);
    r.scale = scale;
    r.unit = 1;
    r.moments = moments;
    r.about_zero = moments && moments->moment == CT_MOMENT_NORM;
    r.overflow = op == CT_REDUCE_SUM && r.load == CT_DTYPE_F32 ? &overflow : NULL;
    r.x = x->data;
    r.out = out->data;
    r.centers = NULL;
    empty_fold(r.start, op, r.fold->acc);
    split_axes(&r, x, mask);
    if (r.kept.total == 0) {
        return 0;
    }
    int status = run(&r);
    if (status == 0 && overflow) { /* of float32 within a block, or of the elements? */
        r.load = CT_DTYPE_F64;
        r.fold = &r.table[r.load];
        r.overflow = NULL;
        status = run(&r);
    }
    return status;
}

int ct_reduce(ct_reduction op, ct_tensor *x, uint64_t mask, double scale,
              ct_tensor *out)
{
    return reduce(op, x, mask, scale, NULL, out);
}

int ct_reduce_moment(ct_moment moment, ct_tensor *x, uint64_t mask, int64_t count,
                     double left, ct_tensor *out)
{
    ct_moments_asked m = {moment, (double)count, left};
    return reduce(CT_REDUCE_MOMENTS, x, mask, 1, &m, out);
}
