/* Matrix products: which kernel makes them, and how large ones are divided.
 *
 * NOTE [Our product or the library's] Times in us on one core of an Intel Xeon (Granite
 * Rapids, AVX-512), float32, ours / OpenBLAS 0.3.34 (its own kernels for small matrices
 * included); the four columns are op(a) op(b) with neither, a, b, both transposed:
 *
 *     4 x 4 x 4            0.015 / 0.022   0.015 / 0.039   0.038 / 0.10   0.039 / 0.053
 *     16 x 16 x 16         0.078 / 0.087   0.075 / 0.071    0.11 / 0.26    0.11 / 0.11
 *     64 x 128 x 64          6.2 / 6.1       6.4 / 6.0       6.9 / 10.7     7.1 / 6.4
 *     128 x 10 x 512        15.8 / 17.8     17.9 / 9.2      16.1 / 32.8    18.0 / 8.7
 *     128 x 512 x 784        673 / 797       703 / 798       662 / 768      686 / 775
 *     512 x 512 x 512       1681 / 1925     1855 / 1837     1699 / 1803    1869 / 1840
 *     2 x 512 x 512         19.5 / 9.6      19.9 / 9.6      33.3 / 9.9     33.5 / 63.4
 *
 * On AVX2 (against its Haswell kernels) ours win up to 256 x 256 x 256: 4 x 4 x 4 takes
 * 0.014 / 0.072, 2 x 512 x 512 takes 30 / 64. So ours make all but large products, and
 * on AVX-512 not those of a few rows, nor of few columns with a transposed. */
#include "cpu/gemm.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/blas.h"
#include "cpu/gemm_kernels.h"
#include "cpu/kernels.h"

/* In multiplications: the least worth a thread, the most between looks for Ctrl-C (of
 * those that are fast), and what a core does per nanosecond, roughly. */
#define PART_WORK 0x1p17
#define PART_WORK_MAX 0x1p28
#define WORK_PER_NS 50
/* A result of at most so many elements, of longer sums than twice this, is divided along
 * k: there is not enough of it to divide otherwise. */
#define SLICE_RESULT 1024
#define SLICE_DEPTH 16384

static double work_of(const ct_gemm_args *g)
{
    return (double)g->m * (double)g->n * (double)g->k;
}

/* ---- one product on this thread ---- */

static bool library_can(const ct_gemm_args *g)
{
    int64_t a_columns = g->trans_a ? g->m : g->k, b_columns = g->trans_b ? g->k : g->n;
    return ct_blas_library && g->lda >= a_columns && g->ldb >= b_columns &&
           g->ldc >= g->n && g->m <= INT_MAX && g->n <= INT_MAX && g->k <= INT_MAX &&
           g->lda <= INT_MAX && g->ldb <= INT_MAX && g->ldc <= INT_MAX;
}

static bool library_should(ct_dtype dtype, const ct_gemm_args *g)
{
    const ct_gemm_kernels *ours = ct_cpu->gemm;
    double work = work_of(g);
    if (ct_dtype_is_complex(dtype)) {
        return true;
    }
    if (g->m == 1 || g->n == 1 || !ct_dtype_is_floating(dtype)) {
        return false;
    }
    if (work > ours->small / (dtype == CT_DTYPE_F64 ? 2 : 1)) {
        return true;
    }
    return work > 0x1p13 &&
           (g->m < ours->few_rows || (g->trans_a && g->n < ours->few_columns));
}

static void library_gemm(ct_dtype dtype, const ct_gemm_args *g)
{
    int ta = g->trans_a ? CT_BLAS_TRANS : CT_BLAS_NO_TRANS;
    int tb = g->trans_b ? CT_BLAS_TRANS : CT_BLAS_NO_TRANS;
    int m = (int)g->m, n = (int)g->n, k = (int)g->k;
    int lda = (int)g->lda, ldb = (int)g->ldb, ldc = (int)g->ldc;
    float alpha[2] = {(float)g->alpha, 0}, beta[2] = {(float)g->beta, 0};
    double alpha_z[2] = {g->alpha, 0}, beta_z[2] = {g->beta, 0};
    if (dtype == CT_DTYPE_F32) {
        ct_blas_library->sgemm(CT_BLAS_ROW_MAJOR, ta, tb, m, n, k, *alpha, g->a, lda,
                               g->b, ldb, *beta, g->c, ldc);
    } else if (dtype == CT_DTYPE_F64) {
        ct_blas_library->dgemm(CT_BLAS_ROW_MAJOR, ta, tb, m, n, k, g->alpha, g->a, lda,
                               g->b, ldb, g->beta, g->c, ldc);
    } else if (dtype == CT_DTYPE_C64) {
        ct_blas_library->cgemm(CT_BLAS_ROW_MAJOR, ta, tb, m, n, k, alpha, g->a, lda,
                               g->b, ldb, beta, g->c, ldc);
    } else {
        ct_blas_library->zgemm(CT_BLAS_ROW_MAJOR, ta, tb, m, n, k, alpha_z, g->a, lda,
                               g->b, ldb, beta_z, g->c, ldc);
    }
}

static void product(ct_dtype dtype, const ct_gemm_args *g, bool library)
{
    if (library && library_can(g)) {
        library_gemm(dtype, g);
    } else {
        ct_cpu->gemm->gemm[dtype](g);
    }
}

/* ---- a large product, divided ----
 *
 * What makes the blocks is decided for the whole, and no block is so small that our
 * kernel would sum in another order: so the number of threads, which decides how many
 * blocks there are, does not change the bits of our results. */

#define UNIT \
    16 /* blocks begin at its multiples, and none is shorter if the whole is not */

typedef struct grid {
    ct_dtype dtype;
    int64_t size; /* of an element */
    ct_gemm_args whole;
    bool library;
    int64_t down, across; /* blocks of c */
} grid;

/* Where part i of 0 .. n begins. */
static int64_t begin_of(int64_t n, int64_t parts, int64_t i)
{
    int64_t units = n / UNIT, longer = units % parts;
    return i < parts ? UNIT * (units / parts * i + (i < longer ? i : longer)) : n;
}

static int run_blocks(void *ctx, int64_t begin, int64_t end)
{
    const grid *q = ctx;
    const ct_gemm_args *w = &q->whole;
    for (int64_t i = begin; i < end; i++) {
        int64_t down = i / q->across, across = i % q->across;
        int64_t r = begin_of(w->m, q->down, down),
                c = begin_of(w->n, q->across, across);
        ct_gemm_args g = *w;
        g.m = begin_of(w->m, q->down, down + 1) - r;
        g.n = begin_of(w->n, q->across, across + 1) - c;
        g.a = (const char *)w->a + (w->trans_a ? r : r * w->lda) * q->size;
        g.b = (const char *)w->b + (w->trans_b ? c * w->ldb : c) * q->size;
        g.c = (char *)w->c + (r * w->ldc + c) * q->size;
        product(q->dtype, &g, q->library);
    }
    return 0;
}

/* Every row of blocks packs all of b, every column of them all of a: of the grids with
 * `parts` blocks, the one with the least of that. */
static void choose_blocks(grid *q, int64_t parts)
{
    int64_t most_down = q->whole.m / UNIT, most_across = q->whole.n / UNIT;
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
    bool vector = q->whole.m == 1 || q->whole.n == 1;
    double most =
        vector || !ct_dtype_is_floating(q->dtype) ? PART_WORK_MAX / 16 : PART_WORK_MAX;
    int threads = ct_num_threads();
    parts = parts < 1 ? 1 : parts > threads ? threads : (double)(int64_t)parts;
    parts *= (double)(int64_t)(work / parts / most) + 1;
    choose_blocks(q, parts < 65536 ? (int64_t)parts : 65536);
    double ns = work / (double)(q->down * q->across) / WORK_PER_NS;
    return ct_parallel_tasks(q->down * q->across, (int64_t)ns + 1, run_blocks, q);
}

/* So that blocks of 64 x 64 do not take too long, a long k is cut as well. */
static int64_t depth_of(const ct_gemm_args *g)
{
    double depth = PART_WORK_MAX / 8 / ((double)g->m * (double)g->n);
    return depth < 16384 ? 16384 : (int64_t)depth;
}

static int divided(ct_dtype dtype, const ct_gemm_args *g)
{
    grid q = {.dtype = dtype, .size = ct_dtype_size(dtype), .whole = *g};
    q.library = library_should(dtype, g);
    int64_t depth = depth_of(g);
    int status = 0;
    ct_unlocked_begin();
    for (int64_t k0 = 0; k0 < g->k && status == 0; k0 += depth) {
        q.whole.k = g->k - k0 < depth ? g->k - k0 : depth;
        q.whole.a = (const char *)g->a + (g->trans_a ? k0 * g->lda : k0) * q.size;
        q.whole.b = (const char *)g->b + (g->trans_b ? k0 : k0 * g->ldb) * q.size;
        q.whole.beta = k0 ? 1 : g->beta;
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
        g.a = (const char *)g.a + (g.trans_a ? k0 * g.lda : k0) * q->size;
        g.b = (const char *)g.b + (g.trans_b ? k0 : k0 * g.ldb) * q->size;
        g.c = q->parts + i * g.m * g.n * q->size;
        g.ldc = g.n;
        g.alpha = 1, g.beta = 0;
        product(q->dtype, &g, library_should(q->dtype, &g));
    }
    return 0;
}

/* c = alpha * (the sum of the parts) + beta * c, as products of a row of ones (one that
 * repeats) and the parts' rows. */
static void add_parts(const slices *q, int64_t count)
{
    const ct_gemm_args *w = &q->whole;
    char one[16];
    ct_cpu->cast->cast[q->dtype][CT_DTYPE_I64](one, &(int64_t){1}, 1);
    for (int64_t i = 0; i < w->m; i++) {
        ct_gemm_args g = {.trans_a = true, .m = 1, .n = w->n, .k = count};
        g.alpha = w->alpha, g.beta = w->beta;
        g.a = one, g.lda = 0;
        g.b = q->parts + i * w->n * q->size, g.ldb = w->m * w->n;
        g.c = (char *)w->c + i * w->ldc * q->size, g.ldc = w->n;
        ct_cpu->gemm->gemm[q->dtype](&g);
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

static int real_gemm(ct_dtype dtype, const ct_gemm_args *g)
{
    if (g->alpha == 0 || work_of(g) <= 2 * PART_WORK) {
        product(dtype, g, library_should(dtype, g));
        return 0;
    }
    bool small = g->m <= 64 && g->n <= 64 && g->m * g->n <= SLICE_RESULT;
    return small && g->k > 2 * SLICE_DEPTH ? sliced(dtype, g) : divided(dtype, g);
}

/* ---- float16 and bfloat16 ---- */

typedef struct cast_rows {
    ct_cast_loop loop;
    char *to;
    const char *from;
    int64_t columns, to_step, from_step; /* in bytes */
} cast_rows;

static int run_cast(void *ctx, int64_t begin, int64_t end)
{
    const cast_rows *x = ctx;
    for (int64_t i = begin; i < end; i++) {
        x->loop(x->to + i * x->to_step, x->from + i * x->from_step, x->columns);
    }
    return 0;
}

static int cast_matrix(ct_dtype to_dtype, void *to, int64_t ldt, ct_dtype from_dtype,
                       const void *from, int64_t ldf, int64_t rows, int64_t columns)
{
    cast_rows x = {.loop = ct_cpu->cast->cast[to_dtype][from_dtype],
                   .to = to,
                   .from = from,
                   .columns = columns,
                   .to_step = ldt * ct_dtype_size(to_dtype),
                   .from_step = ldf * ct_dtype_size(from_dtype)};
    return ct_parallel_for(rows, CT_GRAIN / (columns + 1) + 1, run_cast, &x);
}

/* The operands are converted whole, and the result back. */
static int half_gemm(ct_dtype d, const ct_gemm_args *g)
{
    ct_gemm_args f = *g;
    int64_t a_rows = g->trans_a ? g->k : g->m, b_rows = g->trans_b ? g->n : g->k;
    f.lda = g->trans_a ? g->m : g->k;
    f.ldb = g->trans_b ? g->k : g->n;
    f.ldc = g->n;
    int64_t a_count = a_rows * f.lda, b_count = b_rows * f.ldb;
    size_t bytes = (size_t)(a_count + b_count + g->m * g->n) * sizeof(float);
    float *a = ct_alloc(bytes), *b = a + a_count;
    if (!a) {
        return -1;
    }
    f.a = a, f.b = b, f.c = b + b_count;
    int status = cast_matrix(CT_DTYPE_F32, a, f.lda, d, g->a, g->lda, a_rows, f.lda);
    if (status == 0) {
        status = cast_matrix(CT_DTYPE_F32, b, f.ldb, d, g->b, g->ldb, b_rows, f.ldb);
    }
    if (status == 0 && g->beta != 0) {
        status = cast_matrix(CT_DTYPE_F32, f.c, f.ldc, d, g->c, g->ldc, g->m, g->n);
    }
    if (status == 0) {
        status = real_gemm(CT_DTYPE_F32, &f);
    }
    if (status == 0) {
        status = cast_matrix(d, g->c, g->ldc, CT_DTYPE_F32, f.c, f.ldc, g->m, g->n);
    }
    ct_free(a, bytes);
    return status;
}

/* ---- the interface ---- */

static bool is_half(ct_dtype dtype)
{
    return dtype == CT_DTYPE_F16 || dtype == CT_DTYPE_BF16;
}

int ct_gemm(ct_dtype dtype, bool trans_a, bool trans_b, int64_t m, int64_t n, int64_t k,
            double alpha, const void *a, int64_t lda, const void *b, int64_t ldb,
            double beta, void *c, int64_t ldc)
{
    ct_gemm_args g = {.trans_a = trans_a,
                      .trans_b = trans_b,
                      .m = m,
                      .n = n,
                      .k = k,
                      .alpha = k > 0 ? alpha : 0,
                      .beta = beta,
                      .a = a,
                      .b = b,
                      .c = c,
                      .lda = lda,
                      .ldb = ldb,
                      .ldc = ldc};
    if (m <= 0 || n <= 0) {
        return 0;
    }
    return is_half(dtype) ? half_gemm(dtype, &g) : real_gemm(dtype, &g);
}
