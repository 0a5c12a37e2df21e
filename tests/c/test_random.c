/* Random fills: Philox itself, independence of place and threads, ranges, moments. */
#include "cpu/random_fill.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/error.h"
#include "core/parallel.h"
#include "cpu/kernels.h"
#include "cpu/random_kernels.h"

static const ct_generator start = {.seed = 42, .offset = 0};

static void philox_gives_the_published_words(void)
{
    /* Random123's known answers for philox4x32-10. */
    uint32_t w[CT_RANDOM_GROUP];
    ct_random_group(w, 0, 0, 0);
    CHECK(w[0] == 0x6627e8d5 && w[16] == 0xe169c58d);
    CHECK(w[32] == 0xbc57ac4c && w[48] == 0x9b00dbd8);
}

static void kernels_give_the_defined_words(void)
{
    uint64_t groups[] = {0, 1, 0x0fffffff, 0x10000000, UINT64_MAX / 16};
    for (int i = 0; i < 5; i++) {
        uint32_t expected[CT_RANDOM_GROUP], words[CT_RANDOM_GROUP];
        ct_random_group(expected, 0x123456789abcdef0, 2, groups[i]);
        ct_cpu->random->words(words, 0x123456789abcdef0, 2, groups[i]);
        CHECK(memcmp(expected, words, sizeof words) == 0);
    }
}

static int fill_any(int what, ct_dtype dtype, void *out, int64_t n, ct_generator at)
{
    switch (what) {
    case 0:
        return ct_random_uniform(dtype, out, n, at, 0, 1);
    case 1:
        return ct_random_normal(dtype, out, n, at, 1, 2);
    case 2:
        return ct_random_bernoulli(dtype, out, n, at, 0.3);
    case 3:
        return ct_random_integers(dtype, out, n, at, 3, 100);
    default:
        return ct_random_integers(dtype, out, n, at, -5, (uint64_t)1 << 40);
    }
}

static void an_element_depends_on_its_place_alone(void)
{
    enum { N = 1000 };
    static char all[N * 8], part[N * 8];
    ct_dtype dtypes[] = {CT_DTYPE_F16, CT_DTYPE_BF16, CT_DTYPE_F32, CT_DTYPE_F64};
    for (int what = 0; what < 5; what++) {
        for (int d = 0; d < 4; d++) {
            size_t size = (size_t)ct_dtype_size(dtypes[d]);
            CHECK(fill_any(what, dtypes[d], all, N, start) == 0);
            for (int skip = 1; skip < N; skip = skip * 2 + 1) {
                ct_generator at = {start.seed, start.offset + (uint64_t)skip};
                CHECK(fill_any(what, dtypes[d], part, N - skip - 1, at) == 0);
                size_t bytes = (size_t)(N - skip - 1) * size;
                CHECK(memcmp(all + (size_t)skip * size, part, bytes) == 0);
            }
        }
    }
}

static void threads_do_not_matter(void)
{
    enum { N = 1000003 };
    double *one = malloc(N * 8), *four = malloc(N * 8);
    for (int what = 0; what < 5; what++) {
        CHECK(ct_num_threads_set(1) == 0);
        CHECK(fill_any(what, CT_DTYPE_F64, one, N, start) == 0);
        CHECK(ct_num_threads_set(4) == 0);
        CHECK(fill_any(what, CT_DTYPE_F64, four, N, start) == 0);
        CHECK(memcmp(one, four, N * 8) == 0);
    }
    free(one);
    free(four);
}

static void writes_stay_inside(void)
{
    for (int n = 0; n < 200; n++) {
        unsigned char bytes[202];
        memset(bytes, 0xee, sizeof bytes);
        CHECK(ct_random_bernoulli(CT_DTYPE_BOOL, bytes + 1, n, start, 0.5) == 0);
        CHECK(bytes[0] == 0xee && bytes[n + 1] == 0xee);
    }
}

static void uniform_has_its_range_and_moments(void)
{
    enum { N = 1 << 18 };
    float *x = malloc(N * sizeof *x);
    double sum = 0, squares = 0;
    bool inside = true;
    ct_random_uniform(CT_DTYPE_F32, x, N, start, 0, 1);
    for (int i = 0; i < N; i++) {
        inside = inside && x[i] >= 0 && x[i] < 1;
        sum += x[i];
        squares += (double)x[i] * x[i];
    }
    CHECK(inside);
    CHECK(fabs(sum / N - 0.5) < 0.003 && fabs(squares / N - 1 / 3.) < 0.003);
    free(x);
}

static void uniform_never_reaches_high(void)
{
    enum { N = 1 << 16 };
    float *x = malloc(N * sizeof *x);
    uint16_t *h = malloc(N * sizeof *h);
    bool inside = true;
    ct_random_uniform(CT_DTYPE_F32, x, N, start, 1000, 1000.0005);
    ct_random_uniform(CT_DTYPE_F16, h, N, start, 0, 1);
    for (int i = 0; i < N; i++) {
        inside = inside && x[i] >= 1000 && x[i] < 1000.0005;
        inside = inside && ct_f16_to_f32(h[i]) < 1;
    }
    ct_random_uniform(CT_DTYPE_BF16, h, N, start, -3, -1);
    for (int i = 0; i < N; i++) {
        inside = inside && ct_bf16_to_f32(h[i]) >= -3 && ct_bf16_to_f32(h[i]) < -1;
    }
    CHECK(inside);
    CHECK(ct_random_uniform(CT_DTYPE_F32, x, 9, start, 2, 2) == 0 && x[8] == 2);
    free(x);
    free(h);
}

static void normal_has_its_moments_in_every_dtype(void)
{
    enum { N = 1 << 18 };
    double *x = malloc(N * sizeof *x), m[5] = {0};
    float *y = malloc(N * sizeof *y);
    ct_random_normal(CT_DTYPE_F64, x, N, start, 0, 1);
    ct_random_normal(CT_DTYPE_F32, y, N, start, 2, 3);
    for (int which = 0; which < 2; which++) {
        memset(m, 0, sizeof m);
        for (int i = 0; i < N; i++) {
            double z = which ? (y[i] - 2.) / 3 : x[i], power = 1;
            for (int k = 0; k < 5; k++, power *= z) {
                m[k] += power / N;
            }
        }
        CHECK(fabs(m[1]) < 0.008 && fabs(m[2] - 1) < 0.012);
        CHECK(fabs(m[3]) < 0.03 && fabs(m[4] - 3) < 0.1);
    }
    free(x);
    free(y);
}

static void bernoulli_keeps_its_rate(void)
{
    enum { N = 1 << 18 };
    unsigned char *x = malloc(N);
    double rates[] = {0, 0.1, 0.9, 1};
    for (int r = 0; r < 4; r++) {
        int64_t ones = 0;
        ct_random_bernoulli(CT_DTYPE_BOOL, x, N, start, rates[r]);
        for (int i = 0; i < N; i++) {
            ones += x[i];
        }
        CHECK(fabs((double)ones / N - rates[r]) <
              (rates[r] == (int)rates[r] ? 1e-9 : 0.004));
    }
    free(x);
}

static void integers_cover_their_range_evenly(void)
{
    enum { N = 1 << 16 };
    int32_t *x = malloc(N * sizeof *x), seen[10] = {0};
    bool inside = true;
    ct_random_integers(CT_DTYPE_I32, x, N, start, -4, 10);
    for (int i = 0; i < N; i++) {
        inside = inside && x[i] >= -4 && x[i] < 6;
        seen[(x[i] + 4) % 10]++;
    }
    CHECK(inside);
    for (int k = 0; k < 10; k++) {
        CHECK(abs(seen[k] - N / 10) < 400);
    }
    free(x);
}

static void wide_integers_are_unbiased(void)
{
    enum { N = 1 << 16 };
    uint64_t *x = malloc(N * sizeof *x), range = (uint64_t)3 << 62;
    int thirds[3] = {0}, high = 0;
    ct_random_integers(CT_DTYPE_U64, x, N, start, 0, range);
    for (int i = 0; i < N; i++) {
        thirds[x[i] / (range / 3) % 3]++;
    }
    for (int k = 0; k < 3; k++) {
        CHECK(abs(thirds[k] - N / 3) < 700);
    }
    ct_random_integers(CT_DTYPE_I64, x, N, start, INT64_MIN, 0);
    for (int i = 0; i < N; i++) {
        high += x[i] >> 63;
    }
    CHECK(abs(high - N / 2) < 700);
    free(x);
}

static void a_permutation_has_each_number_once(void)
{
    int64_t sizes[] = {0, 1, 2, 31, 32, 33, 1000, 100000};
    for (int s = 0; s < 8; s++) {
        int64_t n = sizes[s], *x = malloc((size_t)(n + 1) * 8), fixed = 0;
        bool *seen = calloc((size_t)n + 1, 1), once = true;
        CHECK(ct_random_permutation(x, n, start) == 0);
        for (int64_t i = 0; i < n; i++) {
            once = once && x[i] >= 0 && x[i] < n && !seen[x[i]];
            seen[once ? x[i] : n] = true;
            fixed += x[i] == i;
        }
        CHECK(once);
        CHECK(n < 1000 || fixed < 10);
        free(x);
        free(seen);
    }
}

static void permutations_are_equally_likely(void)
{
    int counts[6] = {0};
    ct_generator g = start;
    for (int i = 0; i < 6000; i++) {
        int64_t p[3];
        ct_random_permutation(p, 3, ct_generator_take(&g, 3));
        counts[p[0] * 2 + (p[1] > p[2])]++;
    }
    for (int k = 0; k < 6; k++) {
        CHECK(abs(counts[k] - 1000) < 130);
    }
}

static void takes_do_not_overlap(void)
{
    ct_generator g = start;
    CHECK(ct_generator_take(&g, 1).offset == 0);
    CHECK(ct_generator_take(&g, 64).offset == 64);
    CHECK(ct_generator_take(&g, 65).offset == 128);
    CHECK(g.offset == 256);
    CHECK(ct_random_entropy() != ct_random_entropy());
}

static void refuse(int status)
{
    CHECK(status == -1 && ct_error_kind_now() != CT_ERR_NONE);
    ct_error_clear();
}

static void impossible_parameters_are_errors(void)
{
    double x[64];
    refuse(ct_random_bernoulli(CT_DTYPE_F32, x, 4, start, 1.5));
    refuse(ct_random_bernoulli(CT_DTYPE_F32, x, 4, start, NAN));
    refuse(ct_random_bernoulli(CT_DTYPE_C64, x, 4, start, 0.5));
    refuse(ct_random_normal(CT_DTYPE_F32, x, 4, start, 0, -1));
    refuse(ct_random_normal(CT_DTYPE_I32, x, 4, start, 0, 1));
    refuse(ct_random_uniform(CT_DTYPE_F32, x, 4, start, 1, 0));
    refuse(ct_random_uniform(CT_DTYPE_F64, x, 4, start, -1e308, 1e308));
    refuse(ct_random_uniform(CT_DTYPE_I64, x, 4, start, 0, 1));
    refuse(ct_random_integers(CT_DTYPE_C128, x, 4, start, 0, 1));
}

int main(void)
{
    if (ct_cpu_init() < 0) {
        return 1;
    }
    CHECK_RUN(philox_gives_the_published_words);
    CHECK_RUN(kernels_give_the_defined_words);
    CHECK_RUN(an_element_depends_on_its_place_alone);
    CHECK_RUN(threads_do_not_matter);
    CHECK_RUN(writes_stay_inside);
    CHECK_RUN(uniform_has_its_range_and_moments);
    CHECK_RUN(uniform_never_reaches_high);
    CHECK_RUN(normal_has_its_moments_in_every_dtype);
    CHECK_RUN(bernoulli_keeps_its_rate);
    CHECK_RUN(integers_cover_their_range_evenly);
    CHECK_RUN(wide_integers_are_unbiased);
    CHECK_RUN(a_permutation_has_each_number_once);
    CHECK_RUN(permutations_are_equally_likely);
    CHECK_RUN(takes_do_not_overlap);
    CHECK_RUN(impossible_parameters_are_errors);
    return CHECK_END();
}
