/* scan: running sums along a dim. A long row takes two passes: the sum of each piece,
 * then the running sum within each from the total of those before it. */
#include <complex.h>
#include <math.h>
#include <string.h>

#include "core/parallel.h"
#include "cpu/along.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/reduce_kernels.h"
#include "rows/reduce.h"

/* y[i] = *carry + x[0] + ... + x[i]; *carry becomes the last. Float32 is carried in
 * float64, as sums are. Four at a time: their sums do not wait for the carry. */
typedef void (*scan_fn)(void *y, const void *x, int64_t n, void *carry);

#define SCAN(L, T, A)                                                         \
    static void scan_##L(void *out, const void *in, int64_t n, void *carry)   \
    {                                                                         \
        const T *x = in;                                                      \
        T *y = out;                                                           \
        A total = *(A *)carry;                                                \
        int64_t i = 0;                                                        \
        for (; i + 4 <= n; i += 4) {                                          \
            A a = x[i], b = a + x[i + 1], c = b + x[i + 2], d = c + x[i + 3]; \
            y[i] = (T)(total + a);                                            \
            y[i + 1] = (T)(total + b);                                        \
            y[i + 2] = (T)(total + c);                                        \
            total += d;                                                       \
            y[i + 3] = (T)total;                                              \
        }                                                                     \
        for (; i < n; i++) {                                                  \
            total += x[i];                                                    \
            y[i] = (T)total;                                                  \
        }                                                                     \
        *(A *)carry = total;                                                  \
    }
SCAN(f32, float, double)
SCAN(f64, double, double)
SCAN(i64, uint64_t, uint64_t) /* integers wrap */
SCAN(c64, float complex, double complex)
SCAN(c128, double complex, double complex)

static void sum_c64(void *acc, const void *x, int64_t n)
{
    const float complex *p = x;
    double complex total = *(double complex *)acc;
    for (int64_t i = 0; i < n; i++) {
        total += p[i];
    }
    *(double complex *)acc = total;
}

/* Of float32, whose blocks may overflow where their total does not. */
static double sum_f32(const float *x, int64_t n)
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
    int64_t row_at, piece, size; /* of a long row */
    _Alignas(16) char carry[CT_PIECES_MAX][16];
} scan;

static int scan_rows(void *context, int64_t begin, int64_t end)
{
    const scan *s = context;
    const ct_rows *r = s->rows;
    for (int64_t i = begin; i < end; i++) {
        _Alignas(16) char carry[16] = {0};
        s->row(r->y + i * r->bytes, r->x + i * r->bytes, r->n, carry);
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
            *carry = sum_f32((const float *)x, piece_length(s, i));
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

/* The sum of each piece becomes the sum of those before it. */
static void carry_over(scan *s, int64_t pieces)
{
    _Alignas(16) char total[16] = {0}, before[16];
    ct_dtype d = s->rows->dtype;
    ct_dtype acc = d == CT_DTYPE_F32   ? CT_DTYPE_F64
                   : d == CT_DTYPE_C64 ? CT_DTYPE_C128
                                       : d;
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
    s->size = ct_dtype_size(s->rows->dtype);
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

static int scan_map(const ct_rows *rows)
{
    static const scan_fn kernels[CT_DTYPE_COUNT] = {
        [CT_DTYPE_F32] = scan_f32,   [CT_DTYPE_F64] = scan_f64,
        [CT_DTYPE_I64] = scan_i64,   [CT_DTYPE_C64] = scan_c64,
        [CT_DTYPE_C128] = scan_c128,
    };
    scan s;
    s.rows = rows;
    s.row = kernels[rows->dtype];
    s.sum = ct_cpu->reduce->reducer[CT_REDUCE_SUM][rows->dtype].row;
    s.sum = s.sum ? s.sum : sum_c64;
    if (rows->n > CT_ROW_LONG) {
        return scan_long(&s);
    }
    return ct_parallel_for(rows->count, ct_parallel_grain(rows->n), scan_rows, &s);
}

int ct_cumsum_cpu(ct_call *c)
{
    ct_dtype d = (ct_dtype)c->compute;
    ct_tensor *x = ARG(c, cumsum, input).tensor;
    if (!ct_dtype_is_integral(d)) {
        return ct_along_map(c, ct_dtype_compute(d), scan_map);
    }
    /* Summed is what d makes of the elements: to bool 0.5 is true, to int64 it is 0. */
    bool changes = d == CT_DTYPE_BOOL || !ct_dtype_is_integral((ct_dtype)x->dtype);
    ct_tensor *cast = changes ? ct_tensor_cast(x, d) : ct_newref(x);
    if (!cast) {
        return -1;
    }
    ARG(c, cumsum, input).tensor = cast;
    int status = ct_along_map(c, CT_DTYPE_I64, scan_map);
    ARG(c, cumsum, input).tensor = x;
    ct_decref(cast);
    return status;
}
