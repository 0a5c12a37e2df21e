/* create: dtype, shape and device of new tensors. Every row ends with the options
 * dtype, device, requires_grad; random rows have generator before them. */
#include <math.h>
#include <string.h>

#include "core/device.h"
#include "core/layout.h"
#include "core/random.h"
#include "ops/op.h"
#include "ops/value.h"
#include "rows/create.h"

enum { DTYPE, DEVICE }; /* places of the options */

static int option(const ct_call *c, int which)
{
    return c->op->nparam - 3 + which;
}

/* The dtype asked for, else `fallback`; and the device. */
static ct_dtype options(ct_call *c, ct_dtype fallback)
{
    int d = option(c, DEVICE), t = option(c, DTYPE);
    ct_device_place place = ct_device_default();
    c->device = ct_given(c, d) ? (uint8_t)(c->arg[d].i & 255) : place.device;
    c->device_index = ct_given(c, d) ? (uint8_t)(c->arg[d].i >> 8) : place.device_index;
    c->compute = (uint8_t)(ct_given(c, t) ? (ct_dtype)c->arg[t].i : fallback);
    return (ct_dtype)c->compute;
}

/* The layout asked for, of rows that take one. */
static int set_layout(ct_call *c, ct_tensor *like)
{
    ct_memory_format format = CT_FORMAT_PRESERVE;
    for (int i = 0; i < c->op->nparam; i++) {
        if (c->op->params[i].type == CT_ARG_FORMAT && ct_given(c, i)) {
            format = (ct_memory_format)c->arg[i].i;
        }
    }
    return ct_layout_apply(c->op->name, c->out[0], format, like);
}

static int of_dims(ct_call *c, ct_dims size, ct_dtype fallback)
{
    if (size.n > CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected at most %d dimensions, got %lld",
                        c->op->name, CT_MAX_NDIM, (long long)size.n);
    }
    return ct_call_out(c, 0, options(c, fallback), (int)size.n, size.v);
}

static int of_like(ct_call *c)
{
    const ct_tensor *x = c->arg[0].tensor;
    ct_dtype d = options(c, (ct_dtype)x->dtype);
    if (!ct_given(c, option(c, DEVICE))) {
        c->device = x->device;
        c->device_index = x->device_index;
    }
    if (ct_call_out(c, 0, d, x->ndim, x->shape) < 0) {
        return -1;
    }
    return set_layout(c, c->arg[0].tensor);
}

static int of_length(ct_call *c, int64_t n, ct_dtype fallback)
{
    return ct_call_out(c, 0, options(c, fallback), 1, &n);
}

/* ---- constants ----------------------------------------------------------- */

int ct_zeros_check(ct_call *c)
{
    ct_dims size = ARG(c, zeros, size).dims;
    if (c->out[0] || size.n > CT_MAX_NDIM) {
        return of_dims(c, size, ct_dtype_default());
    }
    ct_dtype d = options(c, ct_dtype_default());
    c->out[0] = ct_tensor_zeros("zeros", d, (int)size.n, size.v, CT_PLACE(c));
    return c->out[0] ? 0 : -1;
}

int ct_ones_check(ct_call *c)
{
    return of_dims(c, ARG(c, ones, size).dims, ct_dtype_default());
}

int ct_empty_check(ct_call *c)
{
    bool given = c->out[0] != NULL; /* which keeps its layout */
    int status = of_dims(c, ARG(c, empty, size).dims, ct_dtype_default());
    return status < 0 || given ? status : set_layout(c, NULL);
}

/* What a Python number becomes on its own. */
static ct_dtype number_dtype(const ct_tensor *number)
{
    return ct_promote_tensors(1, (ct_tensor *[]){(ct_tensor *)number});
}

int ct_full_check(ct_call *c)
{
    int status = of_dims(c, ARG(c, full, size).dims,
                         number_dtype(ARG(c, full, fill_value).tensor));
    return status < 0 ? -1
                      : ct_check_value("full", ARG(c, full, fill_value).tensor,
                                       (ct_dtype)c->compute);
}

int ct_zeros_like_check(ct_call *c)
{
    return of_like(c);
}

int ct_ones_like_check(ct_call *c)
{
    return of_like(c);
}

int ct_empty_like_check(ct_call *c)
{
    return of_like(c);
}

int ct_full_like_check(ct_call *c)
{
    int status = of_like(c);
    return status < 0
               ? -1
               : ct_check_value("full_like", ARG(c, full_like, fill_value).tensor,
                                (ct_dtype)c->compute);
}

int ct_eye_check(ct_call *c)
{
    int64_t shape[] = {ARG(c, eye, n).i,
                       GIVEN(c, eye, m) ? ARG(c, eye, m).i : ARG(c, eye, n).i};
    if (shape[0] < 0 || shape[1] < 0) {
        return ct_error(CT_ERR_RUNTIME, "eye: expected n and m >= 0, got %lld and %lld",
                        (long long)shape[0], (long long)shape[1]);
    }
    return ct_call_out(c, 0, options(c, ct_dtype_default()), 2, shape);
}

/* ---- ranges -------------------------------------------------------------- */

/* The ends of a range decide its length: they are read here. */
static int check_numbers(const ct_call *c, int n)
{
    for (int i = 0; i < n; i++) {
        if (ct_given(c, i) && ct_tensor_check_host(c->op->name, c->arg[i].tensor) < 0) {
            return -1;
        }
    }
    return 0;
}

static ct_scalar number(const ct_call *c, int i, int64_t fallback)
{
    if (!ct_given(c, i)) {
        return (ct_scalar){CT_CATEGORY_INTEGER, false, fallback, (double)fallback, 0};
    }
    const ct_tensor *t = c->arg[i].tensor;
    return ct_scalar_load((ct_dtype)t->dtype, t->data);
}

/* note[0..1]: the first number and the step as int64 or as bits of doubles, note[2]:
 * whether they are integers. */
static void range_note(ct_call *c, bool whole, ct_scalar start, ct_scalar step)
{
    c->note[2] = whole;
    c->note[0] = start.i;
    c->note[1] = step.i;
    if (!whole) {
        memcpy(&c->note[0], &start.re, sizeof(double));
        memcpy(&c->note[1], &step.re, sizeof(double));
    }
}

/* How many numbers there are; -1 with the error set. */
static int64_t range_length(bool whole, ct_scalar start, ct_scalar end, ct_scalar step)
{
    if (step.re == 0) {
        return ct_error(CT_ERR_RUNTIME, "arange: step must be nonzero");
    }
    if (!isfinite(start.re) || !isfinite(end.re) || isnan(step.re)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "arange: unsupported range: expected finite numbers, got %g -> %g",
            start.re, end.re);
    }
    if ((step.re > 0) != (end.re >= start.re) && start.re != end.re) {
        return ct_error(
            CT_ERR_RUNTIME,
            "arange: upper bound and lower bound inconsistent with step sign: "
            "got %g -> %g by %g",
            start.re, end.re, step.re);
    }
    if (whole) {
        __int128 span = (__int128)end.i - start.i, s = step.i;
        __int128 n = (span + s - (s > 0 ? 1 : -1)) / s;
        if (n <= INT64_MAX) {
            return (int64_t)n;
        }
    } else {
        double n = ceil((end.re - start.re) / step.re);
        if (n < 0x1p62) {
            return (int64_t)n;
        }
    }
    return ct_error(CT_ERR_RUNTIME, "arange: expected fewer than 2**62 numbers");
}

static int range_check(ct_call *c, ct_scalar start, ct_scalar end, ct_scalar step)
{
    if (start.category == CT_CATEGORY_COMPLEX || end.category == CT_CATEGORY_COMPLEX ||
        step.category == CT_CATEGORY_COMPLEX) {
        return ct_error(CT_ERR_RUNTIME, "arange: expected real numbers, got complex");
    }
    bool whole = start.category <= CT_CATEGORY_INTEGER &&
                 end.category <= CT_CATEGORY_INTEGER &&
                 step.category <= CT_CATEGORY_INTEGER;
    if (whole && (start.is_unsigned || end.is_unsigned || step.is_unsigned)) {
        return ct_error(CT_ERR_OVERFLOW,
                        "arange: expected integers below 2**63, got "
                        "%.17g -> %.17g by %.17g",
                        start.re, end.re, step.re);
    }
    int64_t n = range_length(whole, start, end, step);
    if (n < 0) {
        return -1;
    }
    range_note(c, whole, start, step);
    return of_length(c, n, whole ? CT_DTYPE_I64 : ct_dtype_default());
}

int ct_arange_to_check(ct_call *c)
{
    static const ct_scalar zero = {CT_CATEGORY_INTEGER, false, 0, 0, 0};
    static const ct_scalar one = {CT_CATEGORY_INTEGER, false, 1, 1, 0};
    return check_numbers(c, 1) < 0 ? -1 : range_check(c, zero, number(c, 0, 0), one);
}

int ct_arange_check(ct_call *c)
{
    if (check_numbers(c, 3) < 0) {
        return -1;
    }
    return range_check(c, number(c, 0, 0), number(c, 1, 0), number(c, 2, 1));
}

/* note[i]: an end of integers, which is made one of the dtype first, as in PyTorch. */
static int end_note(ct_call *c, int i, ct_scalar s)
{
    ct_dtype d = (ct_dtype)c->compute;
    char element[16];
    if (s.category == CT_CATEGORY_FLOATING ? !ct_number_fits(s, d)
                                           : ct_number_side(s, d) != 0) {
        return ct_error(CT_ERR_RUNTIME, "linspace: expected ends within %s, got %.17g",
                        ct_dtype_name(d), s.re);
    }
    ct_scalar_store(d, element, s);
    c->note[i] = ct_scalar_load(d, element).i;
    return 0;
}

/* Complex ends, in a dtype that holds them. */
static int complex_linspace_check(ct_call *c, int64_t n)
{
    int t = option(c, DTYPE);
    if (ct_given(c, t) && !ct_dtype_is_complex((ct_dtype)c->arg[t].i)) {
        return ct_error(CT_ERR_RUNTIME,
                        "linspace: expected a complex dtype for complex ends, got %s",
                        ct_dtype_name((ct_dtype)c->arg[t].i));
    }
    return of_length(c, n, ct_dtype_to_complex(ct_dtype_default()));
}

static int ends_check(ct_call *c)
{
    const ct_tensor *start = ARG(c, linspace, start).tensor,
                    *end = ARG(c, linspace, end).tensor;
    if (start->ndim || end->ndim) {
        return ct_error(CT_ERR_RUNTIME,
                        "linspace: expected numbers or 0-d tensors, got shapes %s and "
                        "%s",
                        ct_tensor_shape_str(start), ct_tensor_shape_str(end));
    }
    return 0;
}

int ct_linspace_check(ct_call *c)
{
    if (ends_check(c) < 0) {
        return -1;
    }
    if (check_numbers(c, 2) < 0) {
        return -1;
    }
    ct_scalar start = number(c, 0, 0), end = number(c, 1, 0);
    int64_t n = ARG(c, linspace, steps).i;
    if (n < 0) {
        return ct_error(CT_ERR_RUNTIME, "linspace: expected steps >= 0, got %lld",
                        (long long)n);
    }
    if (start.category == CT_CATEGORY_COMPLEX || end.category == CT_CATEGORY_COMPLEX) {
        return complex_linspace_check(c, n);
    }
    if (of_length(c, n, ct_dtype_default()) < 0) {
        return -1;
    }
    c->note[2] = ct_dtype_category((ct_dtype)c->compute) == CT_CATEGORY_INTEGER;
    if (c->note[2]) {
        return end_note(c, 0, start) < 0 || end_note(c, 1, end) < 0 ? -1 : 0;
    }
    memcpy(&c->note[0], &start.re, sizeof(double));
    memcpy(&c->note[1], &end.re, sizeof(double));
    return 0;
}

/* ---- random -------------------------------------------------------------- */

static int draws_floats(ct_call *c, int status)
{
    ct_dtype d = (ct_dtype)c->compute;
    return status < 0
               ? -1
               : ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d);
}

int ct_rand_check(ct_call *c)
{
    return draws_floats(c, of_dims(c, ARG(c, rand, size).dims, ct_dtype_default()));
}

int ct_randn_check(ct_call *c)
{
    return draws_floats(c, of_dims(c, ARG(c, randn, size).dims, ct_dtype_default()));
}

int ct_rand_like_check(ct_call *c)
{
    return draws_floats(c, of_like(c));
}

int ct_randn_like_check(ct_call *c)
{
    return draws_floats(c, of_like(c));
}

static int refuse_drawn(const ct_call *c, int64_t v)
{
    return ct_error(CT_ERR_RUNTIME, "%s: expected numbers within %s, got %lld",
                    c->op->pyname, ct_dtype_name((ct_dtype)c->compute), (long long)v);
}

/* Can the dtype asked for hold an integer that may be drawn? */
static int check_drawn(const ct_call *c, int64_t last)
{
    ct_dtype d = (ct_dtype)c->compute;
    ct_scalar s = {CT_CATEGORY_INTEGER, false, last, (double)last, 0};
    bool fits = d == CT_DTYPE_BOOL ? last <= 1 : ct_number_fits(s, d);
    if (ct_dtype_is_floating(d)) {
        char element[16];
        ct_scalar_store(d, element, s);
        fits = isfinite(ct_scalar_load(d, element).re);
    }
    if (fits && (last >= 0 || ct_dtype_is_signed(d))) {
        return 0;
    }
    return refuse_drawn(c, last);
}

/* The next number of a floating dtype from one that is not 0, away from it or back. */
static ct_scalar neighbour(ct_dtype d, ct_scalar s, bool away)
{
    char element[16];
    uint64_t bits = 0;
    ct_scalar_store(d, element, s);
    memcpy(&bits, element, (size_t)ct_dtype_size(d));
    bits += away ? 1 : (uint64_t)-1;
    memcpy(element, &bits, (size_t)ct_dtype_size(d));
    return ct_scalar_load(d, element);
}

/* v, which is drawn as a number of dtype d, or the next such number that is not above
 * (side 1) or below (-1) it: what is rounded may leave the range. */
static int64_t held(ct_dtype d, int64_t v, int side)
{
    char element[16];
    ct_scalar s = {CT_CATEGORY_INTEGER, false, v, (double)v, 0};
    if (!ct_dtype_is_floating(d)) {
        return v;
    }
    ct_scalar_store(d, element, s);
    s = ct_scalar_load(d, element);
    bool beyond = s.re >= 0x1p63;
    int64_t rounded = beyond ? INT64_MAX : (int64_t)s.re;
    bool outside = side > 0 ? beyond || rounded > v : rounded < v;
    s = outside ? neighbour(d, s, (s.re < 0) == (side > 0)) : s;
    return outside || !beyond ? (int64_t)s.re : v;
}

/* note[0]: lowest, note[1]: how many values. */
static int integers_check(ct_call *c, int64_t low, int64_t high, ct_dims size)
{
    if (low >= high) {
        return ct_error(CT_ERR_RUNTIME,
                        "randint: expected low < high, got [%lld, %lld)",
                        (long long)low, (long long)high);
    }
    if (of_dims(c, size, CT_DTYPE_I64) < 0 || check_drawn(c, low) < 0 ||
        check_drawn(c, high - 1) < 0) {
        return -1;
    }
    int64_t first = held((ct_dtype)c->compute, low, -1);
    int64_t last = held((ct_dtype)c->compute, high - 1, 1);
    if (first > last) {
        return refuse_drawn(c, low);
    }
    c->note[0] = first;
    c->note[1] = (int64_t)((uint64_t)last - (uint64_t)first + 1);
    return 0;
}

int ct_randint_to_check(ct_call *c)
{
    return integers_check(c, 0, ARG(c, randint_to, high).i,
                          ARG(c, randint_to, size).dims);
}

int ct_randint_check(ct_call *c)
{
    return integers_check(c, ARG(c, randint, low).i, ARG(c, randint, high).i,
                          ARG(c, randint, size).dims);
}

int ct_randperm_check(ct_call *c)
{
    if (ARG(c, randperm, n).i < 0) {
        return ct_error(CT_ERR_RUNTIME, "randperm: expected n >= 0, got %lld",
                        (long long)ARG(c, randperm, n).i);
    }
    int64_t n = ARG(c, randperm, n).i;
    if (of_length(c, n, CT_DTYPE_I64) < 0) {
        return -1;
    }
    /* Of floats all integers up to a power of two are there, and each but once. */
    ct_dtype d = (ct_dtype)c->compute;
    bool whole = held(d, n, 1) == n && (n == 0 || held(d, n - 1, 1) == n - 1);
    return !whole ? refuse_drawn(c, n - 1) : n ? check_drawn(c, n - 1) : 0;
}

static int in_place(ct_call *c)
{
    ct_tensor *t = c->arg[0].tensor;
    c->compute = t->dtype;
    return ct_call_out(c, 0, (ct_dtype)t->dtype, t->ndim, t->shape);
}

int ct_uniform__check(ct_call *c)
{
    if (!(ARG(c, uniform_, from).f <= ARG(c, uniform_, to).f) ||
        !isfinite(ARG(c, uniform_, to).f - ARG(c, uniform_, from).f)) {
        return ct_error(CT_ERR_RUNTIME,
                        "uniform_: expected finite from <= to, got [%g, %g)",
                        ARG(c, uniform_, from).f, ARG(c, uniform_, to).f);
    }
    return draws_floats(c, in_place(c));
}

int ct_normal__check(ct_call *c)
{
    if (!(ARG(c, normal_, std).f >= 0)) {
        return ct_error(CT_ERR_RUNTIME,
                        "normal_: expected std >= 0.0, but found std %g",
                        ARG(c, normal_, std).f);
    }
    return draws_floats(c, in_place(c));
}

int ct_bernoulli__check(ct_call *c)
{
    if (!(ARG(c, bernoulli_, p).f >= 0 && ARG(c, bernoulli_, p).f <= 1)) {
        return ct_error(CT_ERR_RUNTIME, "bernoulli_: expected p in [0, 1], got %g",
                        ARG(c, bernoulli_, p).f);
    }
    ct_dtype d = (ct_dtype)ARG(c, bernoulli_, input).tensor->dtype;
    return ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0 ? -1
                                                                      : in_place(c);
}

int ct_bernoulli_each_check(ct_call *c)
{
    const ct_tensor *t = ARG(c, bernoulli_each, input).tensor,
                    *p = ARG(c, bernoulli_each, p).tensor;
    ct_dtype d = (ct_dtype)p->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "p of a floating", d) < 0 ||
        ct_check_dtype(c, !ct_dtype_is_complex((ct_dtype)t->dtype), "a real",
                       (ct_dtype)t->dtype) < 0) {
        return -1;
    }
    int64_t shape[CT_MAX_NDIM];
    int ndim = t->ndim;
    __builtin_memcpy(shape, t->shape, sizeof *shape * (size_t)ndim);
    if (ct_shape_broadcast("bernoulli_", &ndim, shape, p->ndim, p->shape) < 0) {
        return -1;
    }
    if (!ct_shape_equal(ndim, shape, t->ndim, t->shape)) {
        return ct_error(CT_ERR_RUNTIME,
                        "bernoulli_: expected p that broadcasts to %s, got shape %s",
                        ct_tensor_shape_str(t), ct_tensor_shape_str(p));
    }
    return in_place(c);
}
