/* moments: centers, and the ends of folds; see moments.h. */
#include "cpu/moments.h"

#include <math.h>
#include <string.h>

#include "cpu/copy.h"
#include "cpu/kernels.h"

#define BLOCK CT_REDUCE_BLOCK

/* ---- centers ------------------------------------------------------------- */

/* NOTE [Centers]  Squared distances from the mean m are those from any center c less
 * n (m - c)^2, which must not be most of them, or rounding is what is left. A few of the
 * elements, from all over, give a center that nearly always will do. Where it does not, the
 * moments tell a better one, and are taken again. Equal elements are their own center:
 * nothing is rounded, and their variance is 0. */
/* Of float32 elements a center is one, so that distances are rounded only once. */
static double round_center(const ct_reducing *r, double c)
{
    c = r->load == CT_DTYPE_F32 ? (double)(float)c : c;
    return isfinite(c) ? c : 0;
}

#define SAMPLE(T)                                       \
    for (int64_t j = 0; j < n; j++) {                   \
        T v;                                            \
        memcpy(&v, x + j * stride, sizeof v);           \
        centers[j] += ((double)v - centers[j]) * share; \
    }

/* Moves n centers towards the elements that lie `stride` apart. A running mean does not
 * leave numbers that are equal. */
static void add_sample(const ct_reducing *r, double *centers, const char *x,
                       int64_t stride, int64_t n, double share)
{
    double sample[BLOCK];
    if (r->stored == CT_DTYPE_F32) {
        SAMPLE(float)
    } else if (r->stored == CT_DTYPE_F64) {
        SAMPLE(double)
    } else {
        ct_cast_strided(CT_DTYPE_F64, (char *)sample, sizeof *sample, r->stored, x,
                        stride, n);
        x = (const char *)sample;
        stride = sizeof *sample;
        SAMPLE(double)
    }
}

/* Centers for n results whose first elements lie `stride` apart. */
void ct_moments_guess(const ct_reducing *r, double *centers, const char *x,
                      int64_t stride, int64_t n, int64_t samples)
{
    const ct_axes *in = &r->reduced;
    samples = r->about_zero ? 0 : in->total < samples ? in->total : samples;
    memset(centers, 0, (size_t)n * sizeof *centers);
    for (int64_t i = 0; i < samples; i++) {
        int64_t place =
            (int64_t)((double)in->total / (double)samples * ((double)i + 0.5));
        const char *from = x + ct_axes_offset(in, in->n, place);
        add_sample(r, centers, from, stride, n, 1 / (double)(i + 1));
    }
    for (int64_t j = 0; j < n; j++) {
        centers[j] = round_center(r, centers[j]);
    }
}

/* Is a center so far off that moments must be taken again? Then all move to the mean. */
bool ct_moments_move(const ct_reducing *r, double *centers, const double *acc,
                     int64_t n)
{
    bool far = false;
    if (r->about_zero) {
        return false;
    }
    double count = (double)r->reduced.total;
    for (int64_t i = 0; i < n; i++) {
        far |= acc[2 * i + 1] / count * acc[2 * i + 1] > 0.75 * acc[2 * i];
    }
    for (int64_t i = 0; far && i < n; i++) {
        double c = round_center(r, centers[i] + acc[2 * i + 1] / count);
        centers[i] = c;
    }
    return far;
}

/* ---- the ends of folds --------------------------------------------------- */

/* NOTE [Scaled moments] Squares of float64 beyond 1e154 are infinite and those of its
 * smallest numbers zero, though their root is a number. Results whose squares have left
 * the range in which each counts are folded again, one by one, in a unit near their
 * largest element, a power of two. Nothing else loses a bit by it: a distance is no
 * smaller than the last bit of an element. */
#define SQUARES_LEAST 1e-280
#define UNIT_MOST 1000 /* binary digits */

/* The largest magnitude of a result's elements; 0 of equal ones, or if one is not finite. */
static int largest(const ct_reducing *r, const char *x, double *size)
{
    ct_reducing part = *r;
    double high = -INFINITY, low = INFINITY;
    part.fold = &ct_cpu->reduce->reducer[CT_REDUCE_MAX][CT_DTYPE_F64];
    int status = ct_reduce_fold(&part, (char *)&high, NULL, x);
    part.fold = &ct_cpu->reduce->reducer[CT_REDUCE_MIN][CT_DTYPE_F64];
    status = status == 0 ? ct_reduce_fold(&part, (char *)&low, NULL, x) : -1;
    bool equal = high == low && !r->about_zero;
    *size =
        equal || !isfinite(high) || !isfinite(low) ? 0 : fmax(fabs(high), fabs(low));
    return status;
}

/* The moments of the result whose first element is at x in a unit that suits it, if its
 * squares need one. */
static int rescale(const ct_reducing *r, double *acc, double center, const char *x,
                   double *unit)
{
    double size;
    int digits;
    *unit = 1;
    if (r->load != CT_DTYPE_F64 || (acc[0] > SQUARES_LEAST && acc[0] < HUGE_VAL)) {
        return 0;
    }
    if (largest(r, x, &size) < 0) {
        return -1;
    }
    if (size == 0) {
        return 0;
    }
    frexp(size, &digits);
    digits = digits > UNIT_MOST ? UNIT_MOST : digits < -UNIT_MOST ? -UNIT_MOST : digits;
    ct_reducing scaled = *r;
    scaled.unit = ldexp(1, -digits);
    *unit = ldexp(1, digits);
    center *= scaled.unit;
    for (int again = 0; again < 2; again++) {
        acc[0] = acc[1] = 0;
        if (ct_reduce_fold(&scaled, (char *)acc, &center, x) < 0) {
            return -1;
        }
        if (!ct_moments_move(&scaled, &center, acc, 1)) {
            break;
        }
    }
    return 0;
}

/* Moments about centers become what was asked for: of a complex number its real part, or
 * for the mean both. Rounding may leave a negative variance, NaN stays. */
int ct_moments_finish(const ct_reducing *r, double *acc, const double *centers,
                      int64_t at, int64_t n)
{
    const ct_moments_asked *m = r->moments;
    for (int64_t i = 0; i < n; i++) {
        double *a = acc + 2 * i, unit;
        if (m->moment == CT_MOMENT_MEAN) {
            a[0] = centers[i];
            a[1] /= m->count;
            continue;
        }
        const char *x = r->x + ct_axes_offset(&r->kept, r->kept.n, at + i);
        if (rescale(r, a, centers[i], x, &unit) < 0) {
            return -1;
        }
        double squares = a[0] - (r->about_zero ? 0 : a[1] / m->count * a[1]);
        double variance = (squares < 0 ? 0 : squares) / m->left;
        a[0] = m->moment == CT_MOMENT_NORM  ? sqrt(squares) * unit
               : m->moment == CT_MOMENT_STD ? sqrt(variance) * unit
                                            : variance * unit * unit;
        a[1] = 0;
    }
    return 0;
}
