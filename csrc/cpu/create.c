/* create: the contents of new tensors. */
#include <string.h>

#include "core/parallel.h"
#include "cpu/copy.h"
#include "ops/create.h"
#include "rows/create.h"

/* ---- constants ----------------------------------------------------------- */

static int fill(ct_tensor *t, ct_tensor *value)
{
    return t->numel ? ct_tensor_copy_data(t, value) : 0;
}

static int fill_int(ct_tensor *t, int64_t value)
{
    ct_tensor *number = ct_tensor_weak_int(value);
    int status = number ? fill(t, number) : -1;
    ct_xdecref(number);
    return status;
}

int ct_zeros_cpu(ct_call *c)
{
    (void)c; /* the check asked the allocator for zeros */
    return 0;
}

int ct_ones_cpu(ct_call *c)
{
    return fill_int(c->out[0], 1);
}

int ct_empty_cpu(ct_call *c)
{
    (void)c;
    return 0;
}

int ct_full_cpu(ct_call *c)
{
    return fill(c->out[0], ARG(c, full, fill_value).tensor);
}

int ct_scalar_tensor_cpu(ct_call *c)
{
    return fill(c->out[0], ARG(c, scalar_tensor, number).tensor);
}

int ct_zeros_like_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0];
    memset(t->data, 0, (size_t)(t->numel * ct_tensor_itemsize(t)));
    return 0;
}

int ct_full_like_cpu(ct_call *c)
{
    return fill(c->out[0], ARG(c, full_like, fill_value).tensor);
}

int ct_eye_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0];
    int64_t n = t->shape[0] < t->shape[1] ? t->shape[0] : t->shape[1];
    int64_t step = t->strides[0] + t->strides[1];
    memset(t->data, 0, (size_t)(t->numel * ct_tensor_itemsize(t)));
    if (n == 0) {
        return 0;
    }
    ct_tensor *diagonal = ct_tensor_alias(t, 1, &n, &step, t->data);
    int status = diagonal ? fill_int(diagonal, 1) : -1;
    ct_xdecref(diagonal);
    return status;
}

/* ---- ranges -------------------------------------------------------------- */

#define PIECE 512

typedef struct range {
    ct_tensor *out;
    bool whole, ends; /* ends: the last number is `last`, exactly */
    int64_t first_i, step_i;
    double first, step, last;
} range;

/* Numbers at .. at + n: integers, or floats from the nearer end, as linspace has them. */
static void range_piece(const range *r, int64_t at, int64_t n, void *numbers)
{
    int64_t *restrict i = numbers, length = r->out->numel;
    double *restrict f = numbers;
    int64_t half = !r->ends || at + n <= length / 2 ? n
                   : at < length / 2                ? length / 2 - at
                                                    : 0;
    if (r->whole) {
        for (int64_t k = 0; k < n; k++) {
            i[k] = r->first_i + (at + k) * r->step_i;
        }
        return;
    }
    for (int64_t k = 0; k < half; k++) {
        f[k] = r->first + r->step * (double)(at + k);
    }
    for (int64_t k = half; k < n; k++) {
        f[k] = r->last - r->step * (double)(length - 1 - (at + k));
    }
}

static int range_fill(void *context, int64_t begin, int64_t end)
{
    const range *r = context;
    ct_dtype to = (ct_dtype)r->out->dtype;
    int64_t size = ct_dtype_size(to);
    _Alignas(64) char numbers[PIECE * 8];
    for (int64_t at = begin; at < end; at += PIECE) {
        int64_t n = end - at < PIECE ? end - at : PIECE;
        if (to == (r->whole ? CT_DTYPE_I64 : CT_DTYPE_F64)) {
            range_piece(r, at, n, r->out->data + at * size);
            continue;
        }
        range_piece(r, at, n, numbers);
        ct_cast_strided(to, r->out->data + at * size, size,
                        r->whole ? CT_DTYPE_I64 : CT_DTYPE_F64, numbers, 8, n);
    }
    return 0;
}

int ct_arange_to_cpu(ct_call *c)
{
    ct_range asked;
    if (ct_range_read(c, &asked) < 0) {
        return -1;
    }
    ct_range_round(&asked, (ct_dtype)c->out[0]->dtype, true);
    range r = {.out = c->out[0],
               .whole = asked.whole,
               .first_i = asked.start.i,
               .step_i = asked.step.i,
               .first = asked.start.re,
               .step = asked.step.re};
    return ct_parallel_for(r.out->numel, CT_GRAIN, range_fill, &r);
}

/* Integers from first to last in `gaps` equal steps, each rounded towards zero: after k of
 * them first + k (quotient + rest / gaps), exactly, modulo 2^64. */
typedef struct steps {
    ct_tensor *out;
    uint64_t first, quotient, rest, gaps;
    bool is_signed;
} steps;

static int steps_fill(void *context, int64_t begin, int64_t end)
{
    const steps *s = context;
    ct_dtype to = (ct_dtype)s->out->dtype;
    int64_t size = ct_dtype_size(to), numbers[PIECE];
    unsigned __int128 parts = (unsigned __int128)s->rest * (uint64_t)begin;
    uint64_t v = s->first + s->quotient * (uint64_t)begin + (uint64_t)(parts / s->gaps);
    uint64_t part = (uint64_t)(parts % s->gaps);
    for (int64_t at = begin; at < end; at += PIECE) {
        int64_t n = end - at < PIECE ? end - at : PIECE;
        for (int64_t k = 0; k < n; k++) {
            numbers[k] = (int64_t)(v + (s->is_signed && (int64_t)v < 0 && part));
            part += s->rest;
            bool carry = part >= s->gaps;
            part -= carry ? s->gaps : 0;
            v += s->quotient + carry;
        }
        ct_cast_strided(to, s->out->data + at * size, size, CT_DTYPE_I64,
                        (const char *)numbers, 8, n);
    }
    return 0;
}

static int whole_linspace(ct_call *c, int64_t first, int64_t last)
{
    int64_t n = c->out[0]->numel;
    steps s = {.out = c->out[0], .first = (uint64_t)first, .gaps = 1};
    s.is_signed = ct_dtype_is_signed((ct_dtype)s.out->dtype);
    if (n > 1) {
        __int128 span = (__int128)last - first;
        if (!s.is_signed) {
            span = (__int128)(uint64_t)last - (uint64_t)first;
        }
        s.gaps = (uint64_t)(n - 1);
        __int128 gaps = n - 1, down = span / gaps - (span % gaps < 0);
        s.quotient = (uint64_t)down;
        s.rest = (uint64_t)(span - down * gaps);
    }
    return ct_parallel_for(n, CT_GRAIN, steps_fill, &s);
}

/* Number k of n from `first` to `last`, from the nearer end. */
static double spaced(double first, double last, int64_t k, int64_t n)
{
    double step = n > 1 ? (last - first) / (double)(n - 1) : 0;
    return n > 1 && k >= n / 2 ? last - step * (double)(n - 1 - k)
                               : first + step * (double)k;
}

/* One at a time: the parts of a complex number each on a line of their own. */
static int complex_linspace(ct_call *c, ct_scalar first, ct_scalar last)
{
    ct_tensor *t = c->out[0];
    ct_dtype d = (ct_dtype)t->dtype;
    for (int64_t k = 0; k < t->numel; k++) {
        ct_scalar z = {.category = CT_CATEGORY_COMPLEX,
                       .re = spaced(first.re, last.re, k, t->numel),
                       .im = spaced(first.im, last.im, k, t->numel)};
        ct_scalar_store(d, t->data + k * ct_dtype_size(d), z);
    }
    return 0;
}

int ct_linspace_cpu(ct_call *c)
{
    ct_range asked;
    if (ct_linspace_read(c, &asked) < 0) {
        return -1;
    }
    if (ct_dtype_is_complex((ct_dtype)c->out[0]->dtype)) {
        return complex_linspace(c, asked.start, asked.end);
    }
    if (asked.whole) {
        return whole_linspace(c, asked.start.i, asked.end.i);
    }
    int64_t n = c->out[0]->numel;
    double first = asked.start.re, last = asked.end.re;
    range r = {.out = c->out[0],
               .ends = n > 1,
               .first = first,
               .last = last,
               .step = n > 1 ? (last - first) / (double)(n - 1) : 0};
    return ct_parallel_for(n, CT_GRAIN, range_fill, &r);
}

/* ---- triangles ----------------------------------------------------------- */

/* Row by row: of row r the columns from r + offset on, or up to there. Rows that have
 * none, which may be any number, are the last or the first. */
static void list_triangle(ct_triangle t, int64_t *row, int64_t *col)
{
    __int128 turn = t.upper ? (__int128)t.cols - t.offset : -(__int128)t.offset;
    int64_t limit = turn < 0 ? 0 : turn > t.rows ? t.rows : (int64_t)turn;
    int64_t end = t.upper ? limit : t.rows;
    for (int64_t r = t.upper ? 0 : limit; r < end; r++) {
        __int128 edge = (__int128)r + t.offset;
        int64_t at = edge < 0 ? -1 : edge >= t.cols ? t.cols : (int64_t)edge;
        int64_t from = !t.upper ? 0 : edge < 0 ? 0 : at;
        int64_t to = t.upper ? t.cols : at < t.cols ? at + 1 : t.cols;
        for (int64_t k = from; k < to; k++) {
            *row++ = r;
            *col++ = k;
        }
    }
}

int ct_tril_indices_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0];
    if (t->numel == 0) {
        return 0;
    }
    bool direct = t->dtype == CT_DTYPE_I64;
    ct_tensor *places = direct ? t : ct_tensor_new_like(t, CT_DTYPE_I64);
    int status = places ? 0 : -1;
    if (places) {
        int64_t *row = (int64_t *)(void *)places->data;
        list_triangle(ct_triangle_read(c), row, row + t->shape[1]);
    }
    if (places && !direct) {
        status = ct_tensor_copy_data(t, places);
        ct_decref(places);
    }
    return status;
}
