/* Matrix products: which way they take, and how large ones are divided among threads.
 *
 * NOTE [Ways of a product] All real ones are ours, for on no instruction set that we could
 * measure does a library come nearer to what the multiply-adds of a loop in registers
 * reach: of 118 GFLOP/s in float32 on a core of an AMD EPYC 9R14 (Zen 4, AVX-512) products
 * of 512 to 4096 rows reach 111 to 114. Complex ones go to OpenBLAS where there is one. A thin
 * product (a vector or up to 4 of them, times a matrix) is bound by reading the matrix;
 * one of a few more whose large operand lies along k is made of such, since to lay that
 * out for tiles takes as long as a third of the product; a small one takes its operands
 * where they lie; all others pack them. */
#include "cpu/gemm.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/blas.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"

/* In multiplications: the least worth a thread, the most between looks for Ctrl-C of
 * those ways that do not look themselves, and what a core does per nanosecond, roughly. */
#define PART_WORK 0x1p17
#define PART_WORK_MAX 0x1p25
#define WORK_PER_NS 50
/* Up to so many, products of 2 to 4 rows or columns are small, not thin; and up to so
 * many those are small whose operands it would not pay to pack: more where a's rows lie
 * in cache lines, as a tile takes them, or b is read but once. */
#define THIN_WORK 0x1p13
#define SMALL_WORK 0x1p18
#define SMALL_WORK_ROWS 0x1p24
/* With fused multiply-adds more yet, where what each panel of b meets of a's rows, so many
 * steps of each, has at most so many bytes: the second-level cache keeps it. */
#define SMALL_WORK_NEAR 0x1p27
#define SMALL_STEPS 256
#define SMALL_BYTES 0x60000
/* Not more columns than this use a too seldom to pack it. */
#define FEW_COLUMNS 32
/* A few rows (columns) times columns (rows) that lie along k for at least so many steps
 * are dot products: as many as the kernels say, or up to FAR_MOST if these columns have at
 * least so many bytes, which would have to be packed out of memory, and are so long. So
 * many bytes of them meet all of the few. */
#define DOTS_DEPTH 128
#define FAR_MOST 16
#define FAR_BYTES 0x800000
#define FAR_DEPTH 512
#define DOTS_BYTES 0x40000
/* Steps along k from which a product is turned on its side, if that spares lanes. */
#define TURN_DEPTH 64
/* To pack an element of a across the way it lies takes half a multiply-add of vectors, if
 * a has more elements than this: the caches hold what they read ahead of fewer. */
#define NEAR 0x1p17
/* A result of at most so many elements, of longer sums than twice this, is divided along
 * k: there is not enough of it to divide otherwise. */
#define SLICE_RESULT 1024
#define SLICE_DEPTH 16384

/* Blocks of a divided product begin at its multiples, see below; none is shorter if the
 * whole is not. */
#define UNIT 16

typedef enum way { THIN, DOTS, SMALL, PACKED, LIBRARY } way;

static bool is_half(ct_dtype dtype)
{
    return dtype == CT_DTYPE_F16 || dtype == CT_DTYPE_BF16;
}

static double work_of(const ct_gemm_args *g)
{
    return (double)g->m * (double)g->n * (double)g->k;
}

/* ---- complex products of the library ---- */

/* Whether the library can step through a matrix, and how: its leading dimension, and
 * whether it lies transposed. */
static bool library_steps(int64_t rows, int64_t columns, int64_t row, int64_t column,
                          int *ld, int *trans)
{
    bool straight = column == 1 || columns == 1;
    int64_t step = straight ? row : column, across = straight ? columns : rows;
    if (straight ? rows == 1 : columns == 1) {
        step = across;
    }
    *ld = (int)step;
    *trans = straight ? CT_BLAS_NO_TRANS : CT_BLAS_TRANS;
    return (straight || row == 1 || rows == 1) && step >= across && step <= INT_MAX;
}

/* False: it cannot. */
static bool library_gemm(ct_dtype dtype, const ct_gemm_args *g)
{
    int lda, ldb, ta, tb;
    bool fits = g->m <= INT_MAX && g->n <= INT_MAX && g->k <= INT_MAX && g->k > 0;
    if (!ct_blas_library || !fits || g->ldc > INT_MAX || g->ldc < g->n ||
        !library_steps(g->m, g->k, g->a_row, g->a_step, &lda, &ta) ||
        !library_steps(g->k, g->n, g->b_step, g->b_column, &ldb, &tb)) {
        return false;
    }
    int m = (int)g->m, n = (int)g->n, k = (int)g->k, ldc = (int)g->ldc;
    float alpha[2] = {1, 0}, beta[2] = {g->add, 0};
    double alpha_z[2] = {1, 0}, beta_z[2] = {g->add, 0};
    if (dtype == CT_DTYPE_C64) {
        ct_blas_library->cgemm(CT_BLAS_ROW_MAJOR, ta, tb, m, n, k, alpha, g->a, lda,
                               g->b, ldb, beta, g->c, ldc);
    } else {
        ct_blas_library->zgemm(CT_BLAS_ROW_MAJOR, ta, tb, m, n, k, alpha_z, g->a, lda,
                               g->b, ldb, beta_z, g->c, ldc);
    }
    return true;
}

/* ---- one product on this thread ---- */

/* Whether one side of the large operand's strides is 1. */
static bool is_thin(const ct_gemm_args *g)
{
    if (g->m <= CT_GEMM_THIN && (g->m <= g->n || g->n > CT_GEMM_THIN)) {
        return g->b_step == 1 || g->b_column == 1;
    }
    return g->n <= CT_GEMM_THIN && (g->a_step == 1 || g->a_row == 1);
}

/* Whether dot products of a few rows at a time are fastest. */
static bool is_dots(ct_dtype dtype, const ct_gemm_args *g)
{
    bool rows = g->m <= g->n; /* are what there are few of */
    int64_t few = rows ? g->m : g->n, step = rows ? g->b_step : g->a_step;
    int64_t bytes = (rows ? g->n : g->m) * g->k * ct_dtype_size(dtype);
    bool far = few <= FAR_MOST && bytes >= FAR_BYTES && g->k >= FAR_DEPTH;
    bool has = ct_cpu->gemm->thin[dtype] && !is_half(dtype);
    return has && step == 1 && few > CT_GEMM_THIN && g->k >= DOTS_DEPTH &&
           (few <= ct_cpu->gemm->dots || far);
}

/* Whether tiles read a where it lies as fast as if it were packed. */
static bool stays_near(ct_dtype dtype, const ct_gemm_args *g)
{
    int64_t steps = g->k < SMALL_STEPS ? g->k : SMALL_STEPS;
    return g->a_step == 1 && ct_dtype_is_floating(dtype) && ct_cpu->gemm->fused &&
           g->m * steps * ct_dtype_size(dtype) <= SMALL_BYTES;
}

static way way_of(ct_dtype dtype, const ct_gemm_args *g)
{
    const ct_gemm_kernels *ours = ct_cpu->gemm;
    double work = work_of(g);
    if (ct_dtype_is_complex(dtype)) {
        return LIBRARY;
    }
    bool vector = g->m == 1 || g->n == 1;
    if (ours->thin[dtype] && (vector || work > THIN_WORK) && is_thin(g)) {
        return THIN;
    }
    if (is_dots(dtype, g)) {
        return DOTS;
    }
    if (!ours->small[dtype]) {
        return PACKED;
    }
    bool rows = g->a_step == 1 || g->m <= UNIT, near = stays_near(dtype, g);
    double most = near ? SMALL_WORK_NEAR : rows ? SMALL_WORK_ROWS : SMALL_WORK;
    bool few = g->n <= FEW_COLUMNS && g->a_step == 1;
    return few || work <= most ? SMALL : PACKED;
}

/* The few rows (columns) side by side, each at the begin of a cache line, `pitch` bytes
 * apart; NULL with the error set. */
static char *copy_few(const ct_gemm_args *g, int64_t size, bool rows, int64_t pitch)
{
    int64_t few = rows ? g->m : g->n, log2 = __builtin_ctzll((uint64_t)size);
    int64_t line = (rows ? g->a_row : g->b_column) * size;
    int64_t step = (rows ? g->a_step : g->b_step) * size;
    const char *from = rows ? g->a : g->b;
    char *copy = ct_alloc((size_t)(few * pitch));
    for (int64_t i = 0; i < few && copy; i++) {
        ct_cpu->cast->copy[log2](copy + i * pitch, size, from + i * line, step, g->k);
    }
    return copy;
}

/* Rows (columns) first .. first + count of the few, times lines j .. j + n. */
static void dot_lines(ct_dtype dtype, const ct_gemm_args *g, bool rows, int64_t first,
                      int64_t count, int64_t j, int64_t n)
{
    int64_t size = ct_dtype_size(dtype), r = rows ? first : j, c = rows ? j : first;
    ct_gemm_args t = *g;
    t.m = rows ? count : n;
    t.n = rows ? n : count;
    t.a = (const char *)g->a + r * g->a_row * size;
    t.b = (const char *)g->b + c * g->b_column * size;
    t.c = (char *)g->c + (r * g->ldc + c) * size;
    ct_cpu->gemm->thin[dtype](&t);
}

/* Blocks of the large operand's lines that stay in the second-level cache, each times
 * equal groups of the few. */
static int dots(ct_dtype dtype, const ct_gemm_args *args)
{
    ct_gemm_args g = *args;
    bool rows = g.m <= g.n; /* are what there are few of */
    int64_t size = ct_dtype_size(dtype), few = rows ? g.m : g.n;
    int64_t pitch = (g.k * size + CT_ALIGNMENT - 1) / CT_ALIGNMENT * CT_ALIGNMENT;
    char *copy = copy_few(&g, size, rows, pitch);
    if (!copy) {
        return -1;
    }
    if (rows) {
        g.a = copy, g.a_row = pitch / size, g.a_step = 1;
    } else {
        g.b = copy, g.b_column = pitch / size, g.b_step = 1;
    }
    int64_t lines = rows ? g.n : g.m, some = DOTS_BYTES / (g.k * size) / UNIT * UNIT;
    int64_t groups = (few + CT_GEMM_THIN - 1) / CT_GEMM_THIN;
    some = some < UNIT ? UNIT : some;
    for (int64_t j = 0; j < lines; j += some) {
        int64_t n = lines - j < some ? lines - j : some;
        for (int64_t i = 0; i < groups; i++) {
            int64_t first = few * i / groups;
            dot_lines(dtype, &g, rows, first, few * (i + 1) / groups - first, j, n);
        }
    }
    ct_free(copy, (size_t)(few * pitch));
    return 0;
}

void ct_gemm_lay_bias(int64_t size, ct_gemm_args *g)
{
    for (int64_t i = 0; g->bias && i < g->m; i++) {
        memcpy((char *)g->c + i * g->ldc * size, g->bias, (size_t)(g->n * size));
    }
    g->add |= g->bias != NULL;
    g->bias = NULL;
}

static int product(ct_dtype dtype, const ct_gemm_args *args, way w)
{
    const ct_gemm_kernels *ours = ct_cpu->gemm;
    if (w == PACKED) {
        return ct_gemm_packed_run(dtype, args);
    }
    ct_gemm_args g;
    if (args->bias && w != SMALL) {
        g = *args;
        ct_gemm_lay_bias(ct_dtype_size(dtype), &g);
        args = &g;
    }
    if (w == THIN) {
        ours->thin[dtype](args);
    } else if (w == DOTS) {
        return dots(dtype, args);
    } else if (w == SMALL || !library_gemm(dtype, args)) {
        ours->small[dtype](args);
    }
    return 0;
}

/* ---- a large product, divided ----
 *
 * What makes the blocks is decided for the whole, and blocks begin at multiples of UNIT,
 * of which all groups of rows and columns are multiples that are summed differently: so
 * the number of threads, which decides how many blocks there are, does not change the
 * bits of our results. */

typedef struct grid {
    ct_dtype dtype;
    int64_t size; /* of an element */
    ct_gemm_args whole;
    way way;
    int64_t down, across; /* blocks of c */
    int64_t rows, columns; /* where blocks begin: at their multiples */
} grid;

/* Where part i of 0 .. n begins. */
static int64_t begin_of(int64_t n, int64_t unit, int64_t parts, int64_t i)
{
    int64_t units = n / unit, longer = units % parts;
    return i < parts ? unit * (units / parts * i + (i < longer ? i : longer)) : n;
}

static int run_blocks(void *ctx, int64_t begin, int64_t end)
{
    const grid *q = ctx;
    const ct_gemm_args *w = &q->whole;
    for (int64_t i = begin; i < end; i++) {
        int64_t down = i / q->across, across = i % q->across;
        int64_t r = begin_of(w->m, q->rows, q->down, down);
        int64_t c = begin_of(w->n, q->columns, q->across, across);
        ct_gemm_args g = *w;
        g.m = begin_of(w->m, q->rows, q->down, down + 1) - r;
        g.n = begin_of(w->n, q->columns, q->across, across + 1) - c;
        g.a = (const char *)w->a + r * w->a_row * q->size;
        g.b = (const char *)w->b + c * w->b_column * q->size;
        g.c = (char *)w->c + (r * w->ldc + c) * q->size;
        g.bias = w->bias ? (const char *)w->bias + c * q->size : NULL;
        if (product(q->dtype, &g, q->way) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Every row of blocks packs all of b, every column of them all of a: of the grids with
 * `parts` blocks, the one with the least of that. */
static void choose_blocks(grid *q, int64_t parts)
{
    int64_t most_down = q->whole.m / q->rows, most_across = q->whole.n / q->columns;
    double best = INFINITY;
    q->down = q->across = 1;
    for (int64_t down = 1; down <= parts && (down == 1 || down <= most_down); down++) {
        int64_t across = parts / down < most_across ? parts / down : most_across;
        across = across < 1 ? 1 : across;
        double packing = (double)down * (double)q->whole.n;
        packing += (double)across * (double)q->whole.m;
        /* Fewer blocks than wanted leave threads idle: worse than any packing. */
        double cost = packing * (double)parts / (double)(down * across);
        cost *= down * across < parts ? 4 : 1;
        if (cost < best) {
            best = cost;
            q->down = down;
            q->across = across;
        }
    }
}

static int run_grid(grid *q)
{
    double work = work_of(&q->whole), parts = work / PART_WORK;
    double most = q->way == LIBRARY ? 8 * PART_WORK_MAX : PART_WORK_MAX;
    int threads = ct_num_threads();
    parts = parts < 1 ? 1 : parts > threads ? threads : (double)(int64_t)parts;
    if (q->way != PACKED) {
        parts *= (double)(int64_t)(work / parts / most) + 1;
    }
    choose_blocks(q, parts < 65536 ? (int64_t)parts : 65536);
    double ns = work / (double)(q->down * q->across) / WORK_PER_NS;
    return ct_parallel_tasks(q->down * q->across, (int64_t)ns + 1, run_blocks, q);
}

/* So that blocks of 64 x 64 do not take too long, a long k is cut as well, where that
 * does not round sums. */
static int64_t depth_of(const grid *q)
{
    const ct_gemm_args *g = &q->whole;
    if (q->way == PACKED || is_half(q->dtype)) {
        return g->k;
    }
    double depth = PART_WORK_MAX / ((double)g->m * (double)g->n);
    return depth < 16384 ? 16384 : (int64_t)depth;
}

static int divided(ct_dtype dtype, const ct_gemm_args *g)
{
    grid q = {.dtype = dtype, .size = ct_dtype_size(dtype), .whole = *g};
    q.way = way_of(dtype, g);
    const ct_gemm_packed *packed = ct_gemm_packing(dtype);
    q.rows = q.way == PACKED ? packed->rows : UNIT;
    q.columns = q.way == PACKED ? packed->columns : UNIT;
    int64_t depth = depth_of(&q);
    int status = 0;
    ct_unlocked_begin();
    for (int64_t k0 = 0; k0 < g->k && status == 0; k0 += depth) {
        q.whole.k = g->k - k0 < depth ? g->k - k0 : depth;
        q.whole.a = (const char *)g->a + k0 * g->a_step * q.size;
        q.whole.b = (const char *)g->b + k0 * g->b_step * q.size;
        q.whole.add = k0 > 0 || g->add;
        q.whole.bias = k0 > 0 ? NULL : g->bias;
        status = run_grid(&q);
        if (status == 0 && k0 + depth < g->k) {
            status = ct_interrupted();
        }
    }
    ct_unlocked_end();
    return status;
}

/* ---- a small result of long sums, divided along k ---- */

typedef struct slices {
    ct_dtype dtype;
    int64_t size, depth;
    ct_gemm_args whole;
    char *parts; /* one m x n result for each slice of k */
} slices;

static int run_slices(void *ctx, int64_t begin, int64_t end)
{
    const slices *q = ctx;
    for (int64_t i = begin; i < end; i++) {
        ct_gemm_args g = q->whole;
        int64_t k0 = i * q->depth;
        g.k = g.k - k0 < q->depth ? g.k - k0 : q->depth;
        g.a = (const char *)g.a + k0 * g.a_step * q->size;
        g.b = (const char *)g.b + k0 * g.b_step * q->size;
        g.c = q->parts + i * g.m * g.n * q->size;
        g.ldc = g.n;
        g.add = false;
        if (product(q->dtype, &g, way_of(q->dtype, &g)) < 0) {
            return -1;
        }
    }
    return 0;
}

/* c = the sum of the parts (+ c), as products of a row of ones (one that
 * repeats) and the parts' rows. */
static void add_parts(const slices *q, int64_t count)
{
    const ct_gemm_args *w = &q->whole;
    char one[16];
    ct_cpu->cast->cast[q->dtype][CT_DTYPE_I64](one, &(int64_t){1}, 1);
    for (int64_t i = 0; i < w->m; i++) {
        ct_gemm_args g = {.m = 1, .n = w->n, .k = count, .ldc = w->n};
        g.add = w->add;
        g.a = one, g.a_row = g.a_step = 0;
        g.b = q->parts + i * w->n * q->size;
        g.b_step = w->m * w->n, g.b_column = 1;
        g.c = (char *)w->c + i * w->ldc * q->size;
        ct_cpu->gemm->small[q->dtype](&g);
    }
}

/* How long the slices are depends on the sizes alone, so that the bits of the result do
 * not depend on the number of threads. */
static int sliced(ct_dtype dtype, const ct_gemm_args *g)
{
    slices q = {.dtype = dtype, .size = ct_dtype_size(dtype), .whole = *g};
    q.depth = g->k / 256 > SLICE_DEPTH ? g->k / 256 : SLICE_DEPTH;
    int64_t count = (g->k + q.depth - 1) / q.depth;
    size_t bytes = (size_t)(count * g->m * g->n * q.size);
    q.parts = ct_alloc(bytes);
    if (!q.parts) {
        return -1;
    }
    double ns = work_of(g) / (double)count / WORK_PER_NS;
    int status = ct_parallel_tasks(count, (int64_t)ns + 1, run_slices, &q);
    if (status == 0) {
        add_parts(&q, count);
    }
    ct_free(q.parts, bytes);
    return status;
}

/* ---- on its side ---- */

/* Tiles are whole vectors along c's rows, so the transposed product may spare lanes: to
 * 10 columns of 1000 rows, vectors of 16 are 16 columns, but 1008 rows. */
static bool spares_lanes(ct_dtype dtype, const ct_gemm_args *g)
{
    if (ct_dtype_is_complex(dtype) || g->k < TURN_DEPTH || is_thin(g) ||
        is_dots(dtype, g)) {
        return false;
    }
    double lanes = (double)(ct_gemm_packing(dtype)->columns / 2);
    double m = (double)g->m, n = (double)g->n;
    double straight = m * ceil(n / lanes);
    bool across = g->a_step == 1 && m * (double)g->k > NEAR;
    double on_side = n * ceil(m / lanes) + (across ? m / 2 : 0);
    return on_side < 0.9 * straight;
}

static int turned(ct_dtype dtype, const ct_gemm_args *args)
{
    ct_gemm_args straight = *args, *g = &straight;
    int64_t size = ct_dtype_size(dtype);
    size_t bytes = (size_t)(g->m * g->n * size);
    ct_gemm_lay_bias(size, g);
    ct_gemm_args t = {.m = g->n, .n = g->m, .k = g->k, .add = g->add, .ldc = g->m};
    t.a = g->b, t.a_row = g->b_column, t.a_step = g->b_step;
    t.b = g->a, t.b_column = g->a_row, t.b_step = g->a_step;
    t.c = ct_alloc(bytes);
    if (!t.c) {
        return -1;
    }
    if (g->add) {
        ct_transpose(size, t.c, g->m * size, g->c, g->ldc * size, g->n, g->m);
    }
    int status = ct_gemm(dtype, &t);
    ct_transpose(size, g->c, g->ldc * size, t.c, g->m * size, g->m, g->n);
    ct_free(t.c, bytes);
    return status;
}

/* ---- the interface ---- */

int ct_gemm(ct_dtype dtype, const ct_gemm_args *g)
{
    if (g->m <= 0 || g->n <= 0) {
        return 0;
    }
    if (spares_lanes(dtype, g)) {
        return turned(dtype, g);
    }
    if (work_of(g) <= 2 * PART_WORK) {
        return product(dtype, g, way_of(dtype, g));
    }
    bool few = g->m <= 64 && g->n <= 64 && g->m * g->n <= SLICE_RESULT;
    if (few && !is_half(dtype) && g->k > 2 * SLICE_DEPTH) {
        ct_gemm_args laid = *g;
        ct_gemm_lay_bias(ct_dtype_size(dtype), &laid);
        return sliced(dtype, &laid);
    }
    return divided(dtype, g);
}
