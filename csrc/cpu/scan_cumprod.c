/* scan_cumprod: the gradient of running products, row by row: before each place the
 * product, from the end what comes back of it (NOTE [Recurrences], autograd/rules_scan.c).
 * Both may leave the range of float where the gradient does not: they are held in double,
 * and in a row where that is left too, with powers of two beside them. */
#include <complex.h>
#include <float.h>
#include <math.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "cpu/along.h"
#include "rows/scan.h"

typedef struct rows {
    ct_dtype dtype;
    int64_t n, bytes; /* of a row */
    const char *x, *g;
    char *y;
} rows;

/* ---- beyond the range of double ----------------------------------------------------- */

typedef struct scaled {
    double complex m; /* parts below 1, one of at least 1 / 2; or 0, infinite, NaN */
    int64_t e; /* times 2^e */
} scaled;

static double larger(double complex z)
{
    return fmax(fabs(creal(z)), fabs(cimag(z)));
}

static double complex times_power(double complex z, int64_t e)
{
    int by = e > 4000 ? 4000 : e < -4000 ? -4000 : (int)e;
    return CMPLX(ldexp(creal(z), by), ldexp(cimag(z), by));
}

static scaled scaled_of(double complex z, int64_t e)
{
    double most = larger(z);
    int by = 0;
    if (isfinite(most)) {
        frexp(most, &by);
    }
    return (scaled){times_power(z, -by), e + by};
}

static scaled plus(scaled a, double complex g)
{
    scaled b = scaled_of(g, 0);
    if (a.m == 0 || b.m == 0) {
        return b.m == 0 ? a : b;
    }
    int64_t e = a.e > b.e ? a.e : b.e;
    return scaled_of(times_power(a.m, a.e - e) + times_power(b.m, b.e - e), e);
}

/* Annex G's product of complex numbers is NaN beside an infinite real one. */
static scaled times(scaled a, double complex z)
{
    scaled b = scaled_of(z, 0);
    bool real = cimag(a.m) == 0 && cimag(b.m) == 0;
    return scaled_of(real ? creal(a.m) * creal(b.m) : a.m * b.m, a.e + b.e);
}

static double complex conj_of(const rows *r, const char *row, int64_t i)
{
    const float *f = (const void *)row;
    const double *d = (const void *)row;
    switch (r->dtype) {
    case CT_DTYPE_F32:
        return f[i];
    case CT_DTYPE_F64:
        return d[i];
    case CT_DTYPE_C64:
        return CMPLX(f[2 * i], -f[2 * i + 1]);
    default:
        return CMPLX(d[2 * i], -d[2 * i + 1]);
    }
}

static void set(const rows *r, char *row, int64_t i, double complex z)
{
    float *f = (void *)row;
    double *d = (void *)row;
    switch (r->dtype) {
    case CT_DTYPE_F32:
        f[i] = (float)creal(z);
        break;
    case CT_DTYPE_F64:
        d[i] = creal(z);
        break;
    case CT_DTYPE_C64:
        ((float complex *)f)[i] = (float complex)z;
        break;
    default:
        ((double complex *)d)[i] = z;
    }
}

/* Was a * b, of this size, rounded to less bits, to 0 or to infinity, or is it NaN? */
#define LEAVES(size, a, b) \
    (!((size) >= DBL_MIN && (size) <= DBL_MAX) && (a) != 0 && (b) != 0)

/* ---- rows --------------------------------------------------------------------------- */

/* false where the range of double is left */
#define BACK(L, T, A, CONJ, SIZE)                                      \
    static bool back_##L(const rows *r, int64_t row, void *room)       \
    {                                                                  \
        const T *x = (const T *)(const void *)(r->x + row * r->bytes); \
        const T *g = (const T *)(const void *)(r->g + row * r->bytes); \
        T *y = (T *)(void *)(r->y + row * r->bytes);                   \
        A *before = room, product = 1, after = 0;                      \
        bool left = false;                                             \
        for (int64_t i = 0; i < r->n; i++) {                           \
            before[i] = product;                                       \
            product *= CONJ(x[i]);                                     \
            left |= LEAVES(SIZE(product), before[i], x[i]);            \
        }                                                              \
        for (int64_t i = r->n - 1; i >= 0; i--) {                      \
            after += g[i];                                             \
            y[i] = (T)(before[i] * after);                             \
            A last = after;                                            \
            after *= CONJ(x[i]);                                       \
            left |= LEAVES(SIZE(after), last, x[i]);                   \
        }                                                              \
        return !left;                                                  \
    }
BACK(f32, float, double, , fabs)
BACK(f64, double, double, , fabs)
BACK(c64, float complex, double complex, conj, larger)
BACK(c128, double complex, double complex, conj, larger)

/* The same with powers of two beside the numbers. */
static void back_scaled(const rows *r, int64_t row, void *room)
{
    const char *x = r->x + row * r->bytes, *g = r->g + row * r->bytes;
    char *y = r->y + row * r->bytes;
    scaled *before = room, product = {1, 0}, after = {0, 0};
    for (int64_t i = 0; i < r->n; i++) {
        before[i] = product;
        product = times(product, conj_of(r, x, i));
    }
    for (int64_t i = r->n - 1; i >= 0; i--) {
        after = plus(after, conj(conj_of(r, g, i)));
        scaled all = times(before[i], after.m);
        set(r, y, i, times_power(all.m, all.e + after.e));
        after = times(after, conj_of(r, x, i));
    }
}

static bool back_row(const rows *r, int64_t row, void *room)
{
    switch (r->dtype) {
    case CT_DTYPE_F32:
        return back_f32(r, row, room);
    case CT_DTYPE_F64:
        return back_f64(r, row, room);
    case CT_DTYPE_C64:
        return back_c64(r, row, room);
    default:
        return back_c128(r, row, room);
    }
}

static int back_rows(void *context, int64_t begin, int64_t end)
{
    const rows *r = context;
    size_t bytes = (size_t)r->n * sizeof(scaled);
    void *room = ct_alloc(bytes);
    int64_t done = 0;
    int status = room ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        if (!back_row(r, i, room)) {
            back_scaled(r, i, room);
        }
        status = ct_parallel_pace(&done, r->n);
    }
    ct_free(room, bytes);
    return status;
}

static int back(ct_tensor *g, ct_tensor *x, ct_tensor *y)
{
    ct_dtype d = (ct_dtype)y->dtype;
    int64_t n = y->ndim ? y->shape[y->ndim - 1] : 1;
    rows r = {d, n, n * ct_dtype_size(d), x->data, g->data, y->data};
    return ct_parallel_for(y->numel / n, ct_parallel_grain(n), back_rows, &r);
}

int ct_cumprod_grad_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0], *turned = NULL;
    int dim = ct_call_dim(c), status = -1;
    if (out->numel == 0) {
        return 0;
    }
    ct_dtype work = ct_dtype_compute((ct_dtype)out->dtype);
    ct_tensor *g = ct_along_rows(ARG(c, cumprod_grad, grad).tensor, dim, work);
    ct_tensor *x =
        g ? ct_along_rows(ARG(c, cumprod_grad, input).tensor, dim, work) : NULL;
    ct_tensor *y = x ? ct_tensor_new_like(x, work) : NULL;
    if (y && back(g, x, y) == 0) {
        turned = out->ndim ? ct_along_back(y, dim) : ct_newref(y);
        status = turned ? ct_tensor_copy_data(out, turned) : -1;
    }
    ct_xdecref(turned);
    ct_xdecref(y);
    ct_xdecref(x);
    ct_xdecref(g);
    return status;
}
