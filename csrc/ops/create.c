/* create: dtype, shape and device of new tensors. Every row ends with the options
 * dtype, layout, device, pin_memory, requires_grad; random rows have generator before
 * them. */
#include <math.h>
#include <string.h>

#include "core/device.h"
#include "core/layout.h"
#include "core/random.h"
#include "ops/create.h"
#include "ops/value.h"
#include "rows/create.h"

/* The dtype asked for, else `fallback`. */
static ct_dtype dtype_of(ct_call *c, ct_dtype fallback)
{
    int at = c->op->dtype;
    c->compute = (uint8_t)(ct_given(c, at) ? (ct_dtype)c->arg[at].i : fallback);
    return (ct_dtype)c->compute;
}

/* In the order in memory that is asked for, of rows that can be asked. */
static int ordered(ct_call *c, ct_dtype d, int ndim, const int64_t *shape,
                   ct_tensor *like)
{
    ct_spec *s = ct_call_spec(c, 0, d, ndim, shape);
    ct_block b = {ndim, shape, ct_dtype_size(d)};
    int at = c->op->memory_format;
    int64_t format = ct_given(c, at) ? c->arg[at].i : CT_FORMAT_PRESERVE;
    int status = ct_layout_apply(c->op->name, b, (ct_memory_format)format, like,
                                 ct_call_strides(c, 0));
    s->strides = status > 0 ? ct_call_strides(c, 0) : NULL;
    return status < 0 ? -1 : 0;
}

static int check_size(const ct_call *c, ct_dims size)
{
    return size.n <= CT_MAX_NDIM
               ? 0
               : ct_error(CT_ERR_RUNTIME,
                          "%s: expected at most %d dimensions, got %lld", c->op->name,
                          CT_MAX_NDIM, (long long)size.n);
}

static int of_dims(ct_call *c, ct_dims size, ct_dtype fallback)
{
    ct_dtype d = dtype_of(c, fallback);
    return check_size(c, size) < 0 ? -1 : ct_call_result(c, 0, d, (int)size.n, size.v);
}

int ct_zeros_like_check(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    return ordered(c, dtype_of(c, (ct_dtype)x->dtype), x->ndim, x->shape, x);
}

static int of_length(ct_call *c, int64_t n, ct_dtype fallback)
{
    int64_t *shape = ct_call_shape(c, 0);
    *shape = n;
    return ct_call_result(c, 0, dtype_of(c, fallback), 1, shape);
}

/* ---- constants ----------------------------------------------------------- */

int ct_zeros_check(ct_call *c)
{
    int status = of_dims(c, ARG(c, zeros, size).dims, ct_dtype_default());
    c->spec[0].kind = CT_SPEC_ZEROS;
    return status;
}

int ct_ones_check(ct_call *c)
{
    return of_dims(c, ARG(c, ones, size).dims, ct_dtype_default());
}

int ct_empty_check(ct_call *c)
{
    ct_dims size = ARG(c, empty, size).dims;
    return check_size(c, size) < 0
               ? -1
               : ordered(c, dtype_of(c, ct_dtype_default()), (int)size.n, size.v, NULL);
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

int ct_scalar_tensor_check(ct_call *c)
{
    const ct_tensor *number = ARG(c, scalar_tensor, number).tensor;
    bool complex = ct_dtype_is_complex((ct_dtype)number->dtype);
    ct_dtype d = ct_dtype_default();
    d = dtype_of(c, complex ? ct_dtype_to_complex(d) : d);
    ct_call_result(c, 0, d, 0, NULL);
    return ct_check_value("scalar_tensor", ARG(c, scalar_tensor, number).tensor, d);
}

int ct_full_like_check(ct_call *c)
{
    int status = ct_zeros_like_check(c);
    return status < 0
               ? -1
               : ct_check_value("full_like", ARG(c, full_like, fill_value).tensor,
                                (ct_dtype)c->compute);
}

int ct_eye_check(ct_call *c)
{
    int64_t *shape = ct_call_shape(c, 0);
    shape[0] = ARG(c, eye, n).i;
    shape[1] = GIVEN(c, eye, m) ? ARG(c, eye, m).i : shape[0];
    if (shape[0] < 0 || shape[1] < 0) {
        return ct_error(CT_ERR_RUNTIME, "eye: expected n and m >= 0, got %lld and %lld",
                        (long long)shape[0], (long long)shape[1]);
    }
    return ct_call_result(c, 0, dtype_of(c, ct_dtype_default()), 2, shape);
}

/* ---- ranges -------------------------------------------------------------- */

/* The number in argument i, if it is given. */
static int number(const ct_call *c, int i, ct_scalar *s)
{
    return ct_given(c, i) ? ct_tensor_read(c->op->name, c->arg[i].tensor, s) : 0;
}

static ct_scalar integer(int64_t v)
{
    return (ct_scalar){CT_CATEGORY_INTEGER, false, v, (double)v, 0};
}

int ct_range_read(const ct_call *c, ct_range *r)
{
    bool to = c->op == CT_ROW(arange_to);
    r->start = integer(0);
    r->step = integer(1);
    if (number(c, to ? CT_AT(arange_to, end) : CT_AT(arange, end), &r->end) < 0 ||
        (!to && (number(c, CT_AT(arange, start), &r->start) < 0 ||
                 number(c, CT_AT(arange, step), &r->step) < 0))) {
        return -1;
    }
    r->whole = r->start.category <= CT_CATEGORY_INTEGER &&
               r->end.category <= CT_CATEGORY_INTEGER &&
               r->step.category <= CT_CATEGORY_INTEGER;
    return 0;
}

/* A number without its fraction, as a cast has it. */
static ct_scalar truncated(ct_scalar x)
{
    return x.category <= CT_CATEGORY_INTEGER ? x : integer((int64_t)x.re);
}

/* Of an integer dtype are steps between whole numbers: int64 is asked for by those alone,
 * others have as many as there would be of the fractions (PyTorch's rule). */
void ct_range_round(ct_range *r, ct_dtype d, bool counted)
{
    double most = fmax(fabs(r->start.re), fmax(fabs(r->end.re), fabs(r->step.re)));
    if (r->whole || !ct_dtype_is_integral(d) || d == CT_DTYPE_BOOL ||
        !(most < 0x1p63) || (d != CT_DTYPE_I64 && !counted)) {
        return;
    }
    r->start = truncated(r->start);
    r->end = truncated(r->end);
    r->step = truncated(r->step);
    r->whole = true;
}

/* How many numbers there are; -1 with the error set. */
static int64_t range_length(const ct_range *r)
{
    ct_scalar start = r->start, end = r->end, step = r->step;
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
    if (r->whole) {
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

int ct_arange_to_check(ct_call *c)
{
    ct_range r;
    if (ct_range_read(c, &r) < 0) {
        return -1;
    }
    if (r.start.category == CT_CATEGORY_COMPLEX ||
        r.end.category == CT_CATEGORY_COMPLEX ||
        r.step.category == CT_CATEGORY_COMPLEX) {
        return ct_error(CT_ERR_RUNTIME, "arange: expected real numbers, got complex");
    }
    if (r.whole && (r.start.is_unsigned || r.end.is_unsigned || r.step.is_unsigned)) {
        return ct_error(CT_ERR_OVERFLOW,
                        "arange: expected integers below 2**63, got "
                        "%.17g -> %.17g by %.17g",
                        r.start.re, r.end.re, r.step.re);
    }
    bool floats = !r.whole;
    ct_range_round(&r, dtype_of(c, ct_dtype_default()), false);
    int64_t n = range_length(&r);
    r.whole = r.whole && !floats;
    return n < 0 ? -1 : of_length(c, n, r.whole ? CT_DTYPE_I64 : ct_dtype_default());
}

/* An end of integers is made one of the dtype first, as in PyTorch. */
static int whole_end(ct_dtype d, ct_scalar *s)
{
    char element[16];
    if (s->category == CT_CATEGORY_FLOATING ? !ct_number_fits(*s, d)
                                            : ct_number_side(*s, d) != 0) {
        return ct_error(CT_ERR_RUNTIME, "linspace: expected ends within %s, got %.17g",
                        ct_dtype_name(d), s->re);
    }
    ct_scalar_store(d, element, *s);
    *s = ct_scalar_load(d, element);
    return 0;
}

int ct_linspace_read(const ct_call *c, ct_range *r)
{
    ct_dtype d = (ct_dtype)c->compute;
    if (number(c, CT_AT(linspace, start), &r->start) < 0 ||
        number(c, CT_AT(linspace, end), &r->end) < 0) {
        return -1;
    }
    r->whole = ct_dtype_category(d) == CT_CATEGORY_INTEGER;
    return !r->whole                                                  ? 0
           : whole_end(d, &r->start) < 0 || whole_end(d, &r->end) < 0 ? -1
                                                                      : 0;
}

/* Complex ends need a dtype that holds them. */
static int linspace_dtype(const ct_call *c, bool complex, ct_dtype *fallback)
{
    int at = c->op->dtype;
    *fallback = ct_dtype_default();
    if (!complex) {
        return 0;
    }
    *fallback = ct_dtype_to_complex(*fallback);
    if (ct_given(c, at) && !ct_dtype_is_complex((ct_dtype)c->arg[at].i)) {
        return ct_error(CT_ERR_RUNTIME,
                        "linspace: expected a complex dtype for complex ends, got %s",
                        ct_dtype_name((ct_dtype)c->arg[at].i));
    }
    return 0;
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
    int64_t n = ARG(c, linspace, steps).i;
    ct_dtype d, start = (ct_dtype)ARG(c, linspace, start).tensor->dtype,
                end = (ct_dtype)ARG(c, linspace, end).tensor->dtype;
    ct_range r;
    if (ends_check(c) < 0) {
        return -1;
    }
    if (n < 0) {
        return ct_error(CT_ERR_RUNTIME, "linspace: expected steps >= 0, got %lld",
                        (long long)n);
    }
    bool complex = ct_dtype_is_complex(start) || ct_dtype_is_complex(end);
    if (linspace_dtype(c, complex, &d) < 0 || of_length(c, n, d) < 0) {
        return -1;
    }
    return ct_linspace_read(c, &r);
}

/* ---- random numbers ------------------------------------------------------ */

ct_generator ct_call_draw(const ct_call *c, int64_t n)
{
    int i = c->op->generator;
    return ct_generator_take(ct_given(c, i) ? c->arg[i].p : ct_generator_default(), n);
}

/* ---- triangles ----------------------------------------------------------- */

ct_triangle ct_triangle_read(const ct_call *c)
{
    bool upper = c->op == CT_ROW(triu_indices);
    int row = upper ? CT_AT(triu_indices, row) : CT_AT(tril_indices, row);
    int col = upper ? CT_AT(triu_indices, col) : CT_AT(tril_indices, col);
    int offset = upper ? CT_AT(triu_indices, offset) : CT_AT(tril_indices, offset);
    return (ct_triangle){upper, c->arg[row].i, c->arg[col].i, c->arg[offset].i};
}

/* How many places of the first n rows are below diagonal `offset` of rows of `cols`: the
 * sum of clamp(offset + r, 0, cols) for r below n. */
static __int128 places_below(int64_t n, int64_t cols, int64_t offset)
{
    __int128 first = -(__int128)offset, full = (__int128)cols - offset;
    first = first < 0 ? 0 : first > n ? n : first;
    full = full < first ? first : full > n ? n : full;
    __int128 low = offset + first, high = offset + full - 1, some = full - first;
    return (some > 0 ? (low + high) * some / 2 : 0) + (n - full) * cols;
}

int ct_tril_indices_check(ct_call *c)
{
    ct_triangle t = ct_triangle_read(c);
    if (t.rows < 0 || t.cols < 0) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected row and col >= 0, got %lld, %lld",
                        c->op->name, (long long)t.rows, (long long)t.cols);
    }
    ct_dtype d = dtype_of(c, CT_DTYPE_I64);
    bool whole = ct_dtype_category(d) == CT_CATEGORY_INTEGER;
    if (ct_check_dtype(c, whole, "an integer", d) < 0) {
        return -1;
    }
    int64_t most = INT64_MAX - 1, offset = t.offset < most ? t.offset : most;
    __int128 below = places_below(t.rows, t.cols, t.upper ? offset : offset + 1);
    __int128 n = t.upper ? (__int128)t.rows * t.cols - below : below;
    if (n > INT64_MAX) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected fewer than 2**63 places",
                        c->op->name);
    }
    int64_t *shape = ct_call_shape(c, 0);
    shape[0] = 2;
    shape[1] = (int64_t)n;
    return ct_call_result(c, 0, d, 2, shape);
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

int ct_normal_check(ct_call *c)
{
    double mean = ARG(c, normal, mean).f, std = ARG(c, normal, std).f;
    if (!isfinite(mean) || !(std >= 0) || isinf(std)) {
        return ct_error(CT_ERR_RUNTIME,
                        "normal: expected a finite mean and std >= 0.0, got %g and %g",
                        mean, std);
    }
    return draws_floats(c, of_dims(c, ARG(c, normal, size).dims, ct_dtype_default()));
}

int ct_rand_like_check(ct_call *c)
{
    return draws_floats(c, ct_zeros_like_check(c));
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

/* The ends that are asked for, the upper one excluded. */
static void drawn_ends(const ct_call *c, int64_t *low, int64_t *high)
{
    bool to = c->op == CT_ROW(randint_to);
    *low = to ? 0 : ARG(c, randint, low).i;
    *high = to ? ARG(c, randint_to, high).i : ARG(c, randint, high).i;
}

void ct_randint_read(const ct_call *c, int64_t *first, uint64_t *count)
{
    int64_t low, high;
    drawn_ends(c, &low, &high);
    *first = held((ct_dtype)c->compute, low, -1);
    *count = (uint64_t)held((ct_dtype)c->compute, high - 1, 1) - (uint64_t)*first + 1;
}

static int integers_check(ct_call *c, ct_dims size)
{
    int64_t low, high;
    drawn_ends(c, &low, &high);
    if (low >= high) {
        return ct_error(CT_ERR_RUNTIME,
                        "randint: expected low < high, got [%lld, %lld)",
                        (long long)low, (long long)high);
    }
    if (of_dims(c, size, CT_DTYPE_I64) < 0 || check_drawn(c, low) < 0 ||
        check_drawn(c, high - 1) < 0) {
        return -1;
    }
    ct_dtype d = (ct_dtype)c->compute;
    return held(d, low, -1) > held(d, high - 1, 1) ? refuse_drawn(c, low) : 0;
}

int ct_randint_to_check(ct_call *c)
{
    return integers_check(c, ARG(c, randint_to, size).dims);
}

int ct_randint_check(ct_call *c)
{
    return integers_check(c, ARG(c, randint, size).dims);
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
    const ct_tensor *t = FIRST(c);
    c->compute = t->dtype;
    return ct_call_like(c, 0, (ct_dtype)t->dtype, t);
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

/* Parameters of a row that fills real tensors, all finite; `positive` is above 0. */
static int fills_reals(ct_call *c, double other, const char *name, double positive)
{
    ct_dtype d = (ct_dtype)FIRST(c)->dtype;
    if (!isfinite(other) || !(positive > 0) || isinf(positive)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected finite numbers and %s > 0, got %g", c->op->pyname,
                        name, isfinite(other) ? positive : other);
    }
    return ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0
               ? -1
               : in_place(c);
}

int ct_log_normal__check(ct_call *c)
{
    return fills_reals(c, ARG(c, log_normal_, mean).f, "std",
                       ARG(c, log_normal_, std).f);
}

int ct_exponential__check(ct_call *c)
{
    return fills_reals(c, 0, "lambd", ARG(c, exponential_, lambd).f);
}

int ct_cauchy__check(ct_call *c)
{
    return fills_reals(c, ARG(c, cauchy_, median).f, "sigma", ARG(c, cauchy_, sigma).f);
}

int ct_geometric__check(ct_call *c)
{
    double p = ARG(c, geometric_, p).f;
    ct_dtype d = (ct_dtype)FIRST(c)->dtype;
    if (!(p > 0 && p < 1)) {
        return ct_error(CT_ERR_RUNTIME, "geometric_: expected p in (0, 1), got %g", p);
    }
    bool fits = d != CT_DTYPE_BOOL && !ct_dtype_is_complex(d);
    return ct_check_dtype(c, fits, "an integer or floating", d) < 0 ? -1 : in_place(c);
}

/* The largest integer of a real dtype below which it has all, at most INT64_MAX. */
static int64_t largest_drawn(ct_dtype d)
{
    if (ct_dtype_is_floating(d)) {
        double all = d == CT_DTYPE_F64   ? 0x1p53
                     : d == CT_DTYPE_F32 ? 0x1p24
                     : d == CT_DTYPE_F16 ? 0x1p11
                                         : 0x1p8;
        return (int64_t)all;
    }
    int bits =
        d == CT_DTYPE_BOOL ? 1 : 8 * (int)ct_dtype_size(d) - ct_dtype_is_signed(d);
    return bits >= 63 ? INT64_MAX : ((int64_t)1 << bits) - 1;
}

void ct_random_read(const ct_call *c, int64_t *first, uint64_t *count)
{
    ct_dtype d = (ct_dtype)FIRST(c)->dtype;
    bool from = c->op == CT_ROW(random_from), to = c->op == CT_ROW(random_to);
    int64_t low = from ? ARG(c, random_from, from).i : 0, last = largest_drawn(d);
    if (to || (from && GIVEN(c, random_from, to))) {
        last = (to ? ARG(c, random_to, to).i : ARG(c, random_from, to).i) - 1;
    }
    *first = held(d, low, -1);
    *count = (uint64_t)held(d, last, 1) - (uint64_t)*first + 1;
}

static int random_check(ct_call *c, int64_t low, int64_t last)
{
    ct_dtype d = (ct_dtype)FIRST(c)->dtype;
    if (ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0 ||
        in_place(c) < 0) {
        return -1;
    }
    if (low > last) {
        return ct_error(CT_ERR_RUNTIME, "random_: expected from < to, got [%lld, %lld]",
                        (long long)low, (long long)last);
    }
    return check_drawn(c, low) < 0 || check_drawn(c, last) < 0 ? -1
           : held(d, low, -1) > held(d, last, 1)               ? refuse_drawn(c, low)
                                                               : 0;
}

int ct_random__check(ct_call *c)
{
    ct_dtype d = (ct_dtype)FIRST(c)->dtype;
    return random_check(c, 0, ct_dtype_is_complex(d) ? 1 : largest_drawn(d));
}

int ct_random_to_check(ct_call *c)
{
    int64_t to = ARG(c, random_to, to).i;
    return random_check(c, 0, to == INT64_MIN ? -1 : to - 1);
}

int ct_random_from_check(ct_call *c)
{
    ct_dtype d = (ct_dtype)FIRST(c)->dtype;
    int64_t to = ARG(c, random_from, to).i, low = ARG(c, random_from, from).i;
    int64_t last = ct_dtype_is_complex(d) ? low : largest_drawn(d);
    if (GIVEN(c, random_from, to)) {
        last = to == INT64_MIN ? to : to - 1;
        low = to == INT64_MIN ? INT64_MAX : low;
    }
    return random_check(c, low, last);
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
