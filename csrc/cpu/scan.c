/* scan: running sums, products and logs of sums of exponentials along a dim, and linear
 * recurrences. A long row of sums takes two passes: the sum of each piece, then the running
 * sum within each from the total of those before it. Of the others a row is done from its
 * first element on: a product of some may overflow, or be NaN, where the running one is 0. */
#include <complex.h>
#include <math.h>
#include <string.h>

#include "core/parallel.h"
#include "cpu/along.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/reduce_kernels.h"
#include "rows/exponential.h"
#include "rows/scan.h"

/* y[i] = *carry + x[0] + ... + x[i], or with another operation; *carry becomes the last.
 * Float32 is carried in float64, as sums are, integers, which wrap, in 64 bits. Four at a
 * time: their sums do not wait for the carry. */
typedef void (*scan_fn)(void *y, const void *x, int64_t n, void *carry);

#define SCAN(name, T, A, op)                                            \
    static void name(void *out, const void *in, int64_t n, void *carry) \
    {                                                                   \
        const T *x = in;                                                \
        T *y = out;                                                     \
        A total = *(A *)carry;                                          \
        int64_t i = 0;                                                  \
        for (; i + 4 <= n; i += 4) {                                    \
            A a = x[i], b = a op x[i + 1], c = b op x[i + 2];           \
            A d = c op x[i + 3];                                        \
            y[i] = (T)(total op a);                                     \
            y[i + 1] = (T)(total op b);                                 \
            y[i + 2] = (T)(total op c);                                 \
            total = total op d;                                         \
            y[i + 3] = (T)total;                                        \
        }                                                               \
        for (; i < n; i++) {                                            \
            total = total op x[i];                                      \
            y[i] = (T)total;                                            \
        }                                                               \
        *(A *)carry = total;                                            \
    }
SCAN(sum_f32, float, double, +)
SCAN(sum_f64, double, double, +)
SCAN(sum_8, uint8_t, uint64_t, +)
SCAN(sum_16, uint16_t, uint64_t, +)
SCAN(sum_32, uint32_t, uint64_t, +)
SCAN(sum_64, uint64_t, uint64_t, +)
SCAN(sum_c64, float complex, double complex, +)
SCAN(sum_c128, double complex, double complex, +)
SCAN(product_f32, float, double, *)
SCAN(product_8, uint8_t, uint64_t, *)
SCAN(product_16, uint16_t, uint64_t, *)
SCAN(product_32, uint32_t, uint64_t, *)
SCAN(product_64, uint64_t, uint64_t, *)
SCAN(product_c64, float complex, double complex, *)

/* Of as wide elements as the carry, four may overflow where it is 0. */
#define SCAN_EACH(name, T)                                              \
    static void name(void *out, const void *in, int64_t n, void *carry) \
    {                                                                   \
        const T *x = in;                                                \
        T *y = out, total = *(T *)carry;                                \
        for (int64_t i = 0; i < n; i++) {                               \
            y[i] = total *= x[i];                                       \
        }                                                               \
        *(T *)carry = total;                                            \
    }
SCAN_EACH(product_f64, double)
SCAN_EACH(product_c128, double complex)

/* log(exp(a) + exp(b)). */
static double logaddexp(double a, double b)
{
    double most = a > b ? a : b, least = a > b ? b : a;
    return a == b && isinf(a) ? a : most + log1p(exp(least - most));
}

/* The sums of a run are of exp(x - its largest), unless that loses its smallest. */
#define RUN 256
#define LOGCUMSUMEXP(L, T, DTYPE, range)                                              \
    static void logcumsumexp_##L(void *out, const void *in, int64_t n, void *carry)   \
    {                                                                                 \
        const ct_reducer *max = &ct_cpu->reduce->reducer[CT_REDUCE_MAX][DTYPE];       \
        const ct_reducer *min = &ct_cpu->reduce->reducer[CT_REDUCE_MIN][DTYPE];       \
        double total = *(double *)carry;                                              \
        for (int64_t i = 0; i < n; i += RUN) {                                        \
            const T *x = (const T *)in + i;                                           \
            T *y = (T *)out + i, e[RUN], most = x[0], least = x[0];                   \
            int64_t run = n - i < RUN ? n - i : RUN;                                  \
            max->row(&most, x, run);                                                  \
            min->row(&least, x, run);                                                 \
            most = total > (double)most ? (T)total : most;                            \
            if (!(most - least < (range)) || !isfinite(most)) {                       \
                for (int64_t k = 0; k < run; k++) {                                   \
                    y[k] = (T)(total = logaddexp(total, (double)x[k]));               \
                }                                                                     \
                continue;                                                             \
            }                                                                         \
            double sum = exp(total - (double)most);                                   \
            for (int64_t k = 0; k < run; k++) {                                       \
                e[k] = x[k] - most;                                                   \
            }                                                                         \
            CT_FORWARD_LOOP(exp, DTYPE)((char *[]){(char *)e, (char *)e}, run, NULL); \
            sum_##L(e, e, run, &sum);                                                 \
            CT_FORWARD_LOOP(log, DTYPE)((char *[]){(char *)e, (char *)e}, run, NULL); \
            for (int64_t k = 0; k < run; k++) {                                       \
                y[k] = e[k] + most;                                                   \
            }                                                                         \
            total = log(sum) + (double)most;                                          \
        }                                                                             \
        *(double *)carry = total;                                                     \
    }
LOGCUMSUMEXP(f32, float, CT_DTYPE_F32, 64)
LOGCUMSUMEXP(f64, double, CT_DTYPE_F64, 512)

/* The same of complex numbers, whose sum may be 0. */
static double complex complex_logaddexp(double complex a, double complex b)
{
    double complex most = creal(a) < creal(b) ? b : a;
    double complex least = creal(a) < creal(b) ? a : b;
    if (creal(least) == -INFINITY || (a == b && isinf(creal(a)))) {
        return most;
    }
    double complex z = cexp(least - most);
    double re = creal(z), im = cimag(z);
    return most + CMPLX(0.5 * log1p(re * (2 + re) + im * im), atan2(im, 1 + re));
}

#define COMPLEX_LOGCUMSUMEXP(L, T)                                                  \
    static void logcumsumexp_##L(void *out, const void *in, int64_t n, void *carry) \
    {                                                                               \
        const T *x = in;                                                            \
        T *y = out;                                                                 \
        double complex total = *(double complex *)carry;                            \
        for (int64_t i = 0; i < n; i++) {                                           \
            y[i] = (T)(total = complex_logaddexp(total, x[i]));                     \
        }                                                                           \
        *(double complex *)carry = total;                                           \
    }
COMPLEX_LOGCUMSUMEXP(c64, float complex)
COMPLEX_LOGCUMSUMEXP(c128, double complex)

/* A fold, by dtype, and what it has of no elements. */
typedef struct scan_kind {
    scan_fn row[CT_DTYPE_COUNT];
    double start;
} scan_kind;

#define INTEGERS(name)                                                              \
    [CT_DTYPE_U8] = name##_8, [CT_DTYPE_I8] = name##_8, [CT_DTYPE_U16] = name##_16, \
    [CT_DTYPE_I16] = name##_16, [CT_DTYPE_U32] = name##_32,                         \
    [CT_DTYPE_I32] = name##_32, [CT_DTYPE_U64] = name##_64, [CT_DTYPE_I64] = name##_64

static const scan_kind sums = {.row = {[CT_DTYPE_F32] = sum_f32,
                                       [CT_DTYPE_F64] = sum_f64,
                                       INTEGERS(sum),
                                       [CT_DTYPE_C64] = sum_c64,
                                       [CT_DTYPE_C128] = sum_c128},
                               .start = 0};
static const scan_kind products = {.row = {[CT_DTYPE_F32] = product_f32,
                                           [CT_DTYPE_F64] = product_f64,
                                           INTEGERS(product),
                                           [CT_DTYPE_C64] = product_c64,
                                           [CT_DTYPE_C128] = product_c128},
                                   .start = 1};
static const scan_kind logs = {.row = {[CT_DTYPE_F32] = logcumsumexp_f32,
                                       [CT_DTYPE_F64] = logcumsumexp_f64,
                                       [CT_DTYPE_C64] = logcumsumexp_c64,
                                       [CT_DTYPE_C128] = logcumsumexp_c128},
                               .start = -INFINITY};

/* ---- rows ------------------------------------------------------------------ */

#define TOTAL(name, T, A)                                  \
    static void name(void *acc, const void *in, int64_t n) \
    {                                                      \
        const T *x = in;                                   \
        A total = *(A *)acc;                               \
        for (int64_t i = 0; i < n; i++) {                  \
            total += x[i];                                 \
        }                                                  \
        *(A *)acc = total;                                 \
    }
TOTAL(total_8, uint8_t, uint64_t)
TOTAL(total_16, uint16_t, uint64_t)
TOTAL(total_32, uint32_t, uint64_t)
TOTAL(total_64, uint64_t, uint64_t)
TOTAL(total_c64, float complex, double complex)

/* Of elements that reductions do not take as they are. */
static const ct_fold_row totals[CT_DTYPE_COUNT] = {INTEGERS(total), [CT_DTYPE_C64] =
                                                                        total_c64};

/* Of float32, whose blocks may overflow where their total does not. */
static double total_f32(const float *x, int64_t n)
{
    double total = 0;
    for (int64_t i = 0; i < n; i++) {
        total += (double)x[i];
    }
    return total;
}

typedef struct scan {
    const ct_rows *rows;
    scan_fn row;
    ct_fold_row sum;
    _Alignas(16) char start[16]; /* a carry */
    int64_t row_at, piece, size; /* of a long row */
    _Alignas(16) char carry[CT_PIECES_MAX][16];
} scan;

static int scan_rows(void *context, int64_t begin, int64_t end)
{
    const scan *s = context;
    const ct_rows *r = s->rows;
    int64_t done = 0;
    for (int64_t i = begin; i < end; i++) {
        _Alignas(16) char carry[16];
        memcpy(carry, s->start, sizeof carry);
        for (int64_t k = 0; k < r->n; k += CT_GRAIN) {
            int64_t n = r->n - k < CT_GRAIN ? r->n - k : CT_GRAIN;
            int64_t at = i * r->bytes + k * s->size;
            s->row(r->y + at, r->x + at, n, carry);
            if (ct_parallel_pace(&done, n) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int64_t piece_length(const scan *s, int64_t i)
{
    int64_t left = s->rows->n - i * s->piece;
    return left < s->piece ? left : s->piece;
}

static int sum_pieces(void *context, int64_t begin, int64_t end)
{
    scan *s = context;
    for (int64_t i = begin; i < end; i++) {
        int64_t at = s->row_at * s->rows->bytes + i * s->piece * s->size;
        memset(s->carry[i], 0, sizeof s->carry[i]);
        const char *x = s->rows->x + at;
        s->sum(s->carry[i], x, piece_length(s, i));
        double *carry = (double *)s->carry[i];
        if (s->rows->dtype == CT_DTYPE_F32 && !isfinite(*carry)) {
            *carry = total_f32((const float *)x, piece_length(s, i));
        }
    }
    return 0;
}

static int scan_pieces(void *context, int64_t begin, int64_t end)
{
    scan *s = context;
    const ct_rows *r = s->rows;
    for (int64_t i = begin; i < end; i++) {
        int64_t at = s->row_at * r->bytes + i * s->piece * s->size;
        s->row(r->y + at, r->x + at, piece_length(s, i), s->carry[i]);
    }
    return 0;
}

/* The dtype that a fold of elements of this dtype is carried in. */
static ct_dtype carried(ct_dtype d)
{
    return ct_dtype_is_integral(d) ? CT_DTYPE_I64
           : d == CT_DTYPE_F32     ? CT_DTYPE_F64
           : d == CT_DTYPE_C64     ? CT_DTYPE_C128
                                   : d;
}

/* The sum of each piece becomes the sum of those before it. */
static void carry_over(scan *s, int64_t pieces)
{
    _Alignas(16) char total[16] = {0}, before[16];
    ct_dtype acc = carried(s->rows->dtype);
    ct_fold_row add = ct_cpu->reduce->reducer[CT_REDUCE_SUM][acc].row;
    for (int64_t i = 0; i < pieces; i++) {
        memcpy(before, total, sizeof before);
        add(total, s->carry[i], 1);
        memcpy(s->carry[i], before, sizeof before);
    }
}

static int scan_long(scan *s)
{
    s->piece = ct_row_piece(s->rows->n);
    int64_t pieces = (s->rows->n + s->piece - 1) / s->piece;
    for (s->row_at = 0; s->row_at < s->rows->count; s->row_at++) {
        if (ct_parallel_for(pieces, 1, sum_pieces, s) < 0) {
            return -1;
        }
        carry_over(s, pieces);
        if (ct_parallel_for(pieces, 1, scan_pieces, s) < 0) {
            return -1;
        }
    }
    return 0;
}

static int scan_all(const ct_rows *rows, const scan_kind *kind)
{
    scan s;
    s.rows = rows;
    s.row = kind->row[rows->dtype];
    s.size = ct_dtype_size(rows->dtype);
    ct_scalar_store(carried(rows->dtype), s.start,
                    (ct_scalar){CT_CATEGORY_FLOATING, false, 0, kind->start, 0});
    /* Two passes serve two threads, and give floats the same bits on one. */
    bool divided = !ct_dtype_is_integral(rows->dtype) || ct_num_threads() > 1;
    if (kind == &sums && rows->n > CT_ROW_LONG && divided) {
        s.sum = ct_cpu->reduce->reducer[CT_REDUCE_SUM][rows->dtype].row;
        s.sum = s.sum ? s.sum : totals[rows->dtype];
        return scan_long(&s);
    }
    return ct_parallel_for(rows->count, ct_parallel_grain(rows->n), scan_rows, &s);
}

static int map_sums(const ct_rows *rows)
{
    return scan_all(rows, &sums);
}

static int map_products(const ct_rows *rows)
{
    return scan_all(rows, &products);
}

static int map_logs(const ct_rows *rows)
{
    return scan_all(rows, &logs);
}

static int running(ct_call *c, int (*map)(const ct_rows *rows))
{
    ct_dtype d = (ct_dtype)c->compute;
    ct_tensor *x = ARG(c, cumsum, input).tensor;
    if (!ct_dtype_is_integral(d)) {
        return ct_along_map(c, ct_dtype_compute(d), map);
    }
    /* Summed is what d makes of the elements: to bool 0.5 is true, to int64 it is 0. */
    bool changes = d == CT_DTYPE_BOOL || !ct_dtype_is_integral((ct_dtype)x->dtype);
    ct_tensor *cast = changes ? ct_tensor_cast(x, d) : ct_newref(x);
    if (!cast) {
        return -1;
    }
    ARG(c, cumsum, input).tensor = cast;
    int status = ct_along_map(c, d == CT_DTYPE_BOOL ? CT_DTYPE_I64 : d, map);
    ARG(c, cumsum, input).tensor = x;
    ct_decref(cast);
    return status;
}

int ct_cumsum_cpu(ct_call *c)
{
    return running(c, map_sums);
}

int ct_cumprod_cpu(ct_call *c)
{
    return running(c, map_products);
}

int ct_logcumsumexp_cpu(ct_call *c)
{
    return ct_along_map(c, ct_dtype_compute((ct_dtype)c->out[0]->dtype), map_logs);
}
