/* Matrix products against the plain triple loop: every dtype, transposes, leading
 * dimensions, sums that are added to, sizes around the tiles and the divisions. With
 * CT_TEST_BLAS=<path of libscipy_openblas.so> all of it a second time with that library. */
#define _GNU_SOURCE
#include "cpu/gemm.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "core/error.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/blas.h"
#include "cpu/kernels.h"

/* A product by leading dimensions and transposes, as BLAS has it. */
static int gemm(ct_dtype d, bool ta, bool tb, int64_t m, int64_t n, int64_t k,
                const void *a, int64_t lda, const void *b, int64_t ldb, bool add,
                void *c, int64_t ldc)
{
    ct_gemm_args g = {.m = m, .n = n, .k = k, .add = add};
    g.a = a, g.b = b, g.c = c, g.ldc = ldc;
    g.a_row = ta ? 1 : lda, g.a_step = ta ? lda : 1;
    g.b_step = tb ? 1 : ldb, g.b_column = tb ? ldb : 1;
    return ct_gemm(d, &g);
}

static uint32_t noise_state = 1;

/* Small integers: exact in every dtype, sums too, so results can be compared bitwise. */
static int noise(void)
{
    noise_state = noise_state * 1664525 + 1013904223;
    return (int)(noise_state >> 24) % 5 - 2;
}

static void put(ct_dtype d, void *p, int64_t i, double complex z)
{
    double x = creal(z);
    int64_t n = (int64_t)x;
    switch (d) {
    case CT_DTYPE_BOOL:
        ((uint8_t *)p)[i] = x != 0;
        break;
    case CT_DTYPE_F16:
        ((uint16_t *)p)[i] = ct_f64_to_f16(x);
        break;
    case CT_DTYPE_BF16:
        ((uint16_t *)p)[i] = ct_f64_to_bf16(x);
        break;
    case CT_DTYPE_F32:
        ((float *)p)[i] = (float)x;
        break;
    case CT_DTYPE_F64:
        ((double *)p)[i] = x;
        break;
    case CT_DTYPE_C64:
        ((float complex *)p)[i] = (float complex)z;
        break;
    case CT_DTYPE_C128:
        ((double complex *)p)[i] = z;
        break;
    default:
        memcpy((char *)p + i * ct_dtype_size(d), &n, (size_t)ct_dtype_size(d));
    }
}

static double complex get(ct_dtype d, const void *p, int64_t i)
{
    switch (d) {
    case CT_DTYPE_BOOL:
        return ((const uint8_t *)p)[i];
    case CT_DTYPE_F16:
        return (double)ct_f16_to_f32(((const uint16_t *)p)[i]);
    case CT_DTYPE_BF16:
        return (double)ct_bf16_to_f32(((const uint16_t *)p)[i]);
    case CT_DTYPE_F32:
        return (double)((const float *)p)[i];
    case CT_DTYPE_F64:
        return ((const double *)p)[i];
    case CT_DTYPE_C64:
        return ((const float complex *)p)[i];
    case CT_DTYPE_C128:
        return ((const double complex *)p)[i];
    default: { /* sign-extended, the unsigned too: everything is modulo 2^bits */
        int64_t n = 0, size = ct_dtype_size(d), shift = 64 - 8 * size;
        memcpy(&n, (const char *)p + i * size, (size_t)size);
        return (double)((int64_t)((uint64_t)n << shift) >> shift);
    }
    }
}

/* A matrix of noise with `pad` elements between its rows. */
static void *matrix(ct_dtype d, int64_t rows, int64_t ld)
{
    char *p = malloc((size_t)(rows * ld + 1) * 16);
    for (int64_t i = 0; i < rows * ld; i++) {
        int re = noise(), im = noise();
        put(d, p, i, re + im * I);
    }
    return p;
}

typedef struct shape {
    int64_t m, n, k;
    int64_t pad;
    bool add;
} shape;

static bool same(ct_dtype d, const void *x, int64_t i, double complex z)
{
    char expected[16], *at = (char *)x + i * ct_dtype_size(d);
    put(d, expected, 0, d == CT_DTYPE_BOOL ? creal(z) != 0 : z);
    return get(d, at, 0) == get(d, expected, 0);
}

/* The sums of products of bools count; put() makes truth of them. */
static int wrong_elements(ct_dtype d, bool ta, bool tb, shape s)
{
    int64_t lda = (ta ? s.m : s.k) + s.pad, ldb = (tb ? s.k : s.n) + s.pad;
    int64_t ldc = s.n + s.pad, bad = 0;
    void *a = matrix(d, ta ? s.k : s.m, lda), *b = matrix(d, tb ? s.n : s.k, ldb);
    void *c = matrix(d, s.m, ldc), *before = malloc((size_t)(s.m * ldc + 1) * 16);
    memcpy(before, c, (size_t)(s.m * ldc * ct_dtype_size(d)));
    bad += gemm(d, ta, tb, s.m, s.n, s.k, a, lda, b, ldb, s.add, c, ldc) != 0;
    for (int64_t i = 0; i < s.m; i++) {
        for (int64_t j = 0; j < ldc; j++) {
            double complex sum = 0;
            for (int64_t p = 0; p < s.k && j < s.n; p++) {
                sum += get(d, a, ta ? p * lda + i : i * lda + p) *
                       get(d, b, tb ? j * ldb + p : p * ldb + j);
            }
            double complex old = get(d, before, i * ldc + j);
            sum = j < s.n ? sum + (s.add ? old : 0) : old;
            bad += !same(d, c, i * ldc + j, sum);
        }
    }
    free(a);
    free(b);
    free(c);
    free(before);
    return (int)bad;
}

static void every_dtype_transpose_and_edge(void)
{
    shape shapes[] = {{1, 1, 1, 0, 0},     {4, 4, 4, 0, 0},   {3, 5, 2, 1, 1},
                      {16, 16, 16, 0, 0},  {16, 3, 16, 0, 1}, {7, 33, 9, 3, 0},
                      {9, 17, 31, 0, 1},   {1, 40, 70, 2, 1}, {40, 1, 70, 2, 1},
                      {5, 65, 3, 0, 0},    {70, 66, 5, 1, 0}, {2, 2, 300, 0, 0},
                      {20, 70, 270, 1, 1}, {13, 10, 0, 1, 1}, {12, 10, 8, 0, 1}};
    for (int d = 0; d < CT_DTYPE_COUNT; d++) {
        for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
            for (int t = 0; t < 4; t++) {
                int bad = wrong_elements((ct_dtype)d, t & 1, t >> 1, shapes[s]);
                if (bad) {
                    printf("  %s, shape %zu, transposes %d: %d wrong\n",
                           ct_dtype_name((ct_dtype)d), s, t, bad);
                }
                CHECK(bad == 0);
            }
        }
    }
}

static void divided_products(void)
{
    shape shapes[] = {{130, 70, 90, 0, 0}, {600, 20, 30, 3, 1}, {3, 900, 120, 0, 1},
                      {900, 2, 160, 0, 1}, {1, 900, 600, 0, 0}, {900, 1, 600, 1, 1}};
    ct_dtype dtypes[] = {CT_DTYPE_F32, CT_DTYPE_F64,  CT_DTYPE_C64, CT_DTYPE_I32,
                         CT_DTYPE_U8,  CT_DTYPE_BOOL, CT_DTYPE_BF16};
    for (int threads = 1; threads <= 3; threads += 2) {
        ct_num_threads_set(threads);
        for (int d = 0; d < 7; d++) {
            for (int s = 0; s < 6; s++) {
                /* In bfloat16 a sum beyond 256 may be rounded. */
                shapes[s].k = dtypes[d] == CT_DTYPE_BF16 ? 60 : shapes[s].k;
                CHECK(wrong_elements(dtypes[d], s & 1, threads == 1, shapes[s]) == 0);
            }
        }
    }
    ct_num_threads_set(2);
}

static void nan_is_not_read_unless_added_to(void)
{
    int64_t sizes[] = {1, 4, 17, 100};
    for (int s = 0; s < 4; s++) {
        int64_t n = sizes[s];
        float *a = matrix(CT_DTYPE_F32, n, n), *c = malloc((size_t)(n * n) * 4);
        for (int columns = 0; columns < 2; columns++) {
            for (int64_t i = 0; i < n * n; i++) {
                c[i] = NAN;
            }
            int64_t m = columns ? n : 1;
            gemm(CT_DTYPE_F32, false, true, n, m, n, a, n, a, n, 0, c, m);
            bool clean = true;
            for (int64_t i = 0; i < n * m; i++) {
                clean = clean && c[i] == c[i];
            }
            CHECK(clean);
            c[0] = NAN;
            gemm(CT_DTYPE_F32, false, false, n, m, 0, a, n, a, n, 0, c, m);
            CHECK(c[0] == 0);
        }
        free(a);
        free(c);
    }
}

static void nan_is_kept_elsewhere(void)
{
    float a[4] = {NAN, 1, 1, 1}, b[4] = {0, 1, 1, 1}, c[4];
    gemm(CT_DTYPE_F32, false, false, 2, 2, 2, a, 2, b, 2, 0, c, 2);
    CHECK(isnan(c[0]) && isnan(c[1]) && c[2] == 1 && c[3] == 2);
}

static void long_sums(void)
{
    shape shapes[] = {{1, 1, 40000, 0, 0}, {1, 1, 300001, 2, 1}, {3, 5, 70000, 1, 1}};
    for (int d = 0; d < CT_DTYPE_COUNT; d++) {
        for (int s = 0; s < 3 && d != CT_DTYPE_F16 && d != CT_DTYPE_BF16; s++) {
            CHECK(wrong_elements((ct_dtype)d, s == 1, s != 2, shapes[s]) == 0);
            CHECK(wrong_elements((ct_dtype)d, false, false, shapes[s]) == 0);
        }
    }
}

static void long_half_sums_are_in_float32(void)
{
    enum { N = 100000 };
    uint16_t *ones = malloc(N * 2), out;
    for (int i = 0; i < N; i++) {
        ones[i] = ct_f64_to_bf16(1);
    }
    CHECK(gemm(CT_DTYPE_BF16, false, true, 1, 1, N, ones, N, ones, N, 0, &out, 1) == 0);
    CHECK(out == ct_f64_to_bf16(N));
    free(ones);
}

static void threads_do_not_change_our_bits(void)
{
    enum { S = 200 };
    const ct_blas *library = ct_blas_library;
    ct_blas_library = NULL;
    float long_one, long_four;
    float *a = malloc(S * S * 4), *one = malloc(S * S * 4), *four = malloc(S * S * 4);
    for (int i = 0; i < S * S; i++) {
        a[i] = (float)noise() * 0.1f + (float)i * 1e-4f;
    }
    ct_num_threads_set(1);
    gemm(CT_DTYPE_F32, false, true, S, S, S, a, S, a, S, 0, one, S);
    ct_num_threads_set(4);
    gemm(CT_DTYPE_F32, false, true, S, S, S, a, S, a, S, 0, four, S);
    CHECK(memcmp(one, four, S * S * 4) == 0);
    gemm(CT_DTYPE_F32, false, true, 1, 1, S * S, a, S, a, S, 0, &long_four, 1);
    ct_num_threads_set(1);
    gemm(CT_DTYPE_F32, false, true, 1, 1, S * S, a, S, a, S, 0, &long_one, 1);
    CHECK(long_one == long_four);
    ct_num_threads_set(2);
    ct_blas_library = library;
    free(a);
    free(one);
    free(four);
}

static int interrupt(void)
{
    return ct_error(CT_ERR_PYTHON, "interrupted");
}

static void a_long_product_is_interrupted(void)
{
    enum { S = 4096 };
    float *a = calloc(S * S, 4), *c = malloc((size_t)S * S * 4);
    ct_runtime_set(&(ct_runtime){NULL, NULL, interrupt});
    CHECK(gemm(CT_DTYPE_F32, false, false, S, S, S, a, S, a, S, 0, c, S) == -1);
    CHECK(ct_error_kind_now() == CT_ERR_PYTHON);
    ct_error_clear();
    ct_runtime_set(&(ct_runtime){NULL, NULL, NULL});
    free(a);
    free(c);
}

static void a_forked_child_multiplies(void)
{
    shape s = {200, 100, 100, 0, 0};
    CHECK(wrong_elements(CT_DTYPE_F64, false, false, s) == 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        _exit(wrong_elements(CT_DTYPE_F64, false, true, s) != 0 ||
              wrong_elements(CT_DTYPE_C128, false, true, s) != 0);
    }
    int status;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void a_missing_library_is_an_error(void)
{
    const ct_blas *library = ct_blas_library;
    CHECK(ct_blas_open("/nowhere/libscipy_openblas.so") == -1);
    CHECK(strstr(ct_error_message(), "/nowhere") != NULL);
    ct_error_clear();
    CHECK(ct_blas_library == library);
}

/* ThreadSanitizer ends a forked child that starts threads, unless told not to. */
const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
    return "die_after_fork=0";
}

static void run_all(void)
{
    CHECK_RUN(every_dtype_transpose_and_edge);
    CHECK_RUN(divided_products);
    CHECK_RUN(nan_is_not_read_unless_added_to);
    CHECK_RUN(nan_is_kept_elsewhere);
    CHECK_RUN(long_sums);
    CHECK_RUN(long_half_sums_are_in_float32);
    CHECK_RUN(threads_do_not_change_our_bits);
    CHECK_RUN(a_long_product_is_interrupted);
    CHECK_RUN(a_forked_child_multiplies);
    CHECK_RUN(a_missing_library_is_an_error);
}

int main(void)
{
    const char *path = getenv("CT_TEST_BLAS");
    if (ct_cpu_init() < 0) {
        return 1;
    }
    run_all();
    if (path && *path) {
        CHECK(ct_blas_open(path) == 0);
        run_all();
    }
    return CHECK_END();
}
