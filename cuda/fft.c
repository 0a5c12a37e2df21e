/* fft: Fourier transforms over several dims, one after another. */
#include "fft.h"

#include <string.h>

#include "host.h"
#include "ready.h"
#include "rows/fft.h"

enum { MOST_PASSES = 64, POWER = 8 };

static bool is_wide(ct_dtype d)
{
    return d == CT_DTYPE_F64 || d == CT_DTYPE_C128;
}

/* Factors of n, eights first; how many, at least one. */
static int factors_of(int64_t n, int64_t *factor)
{
    int count = 0;
    for (; n % POWER == 0; n /= POWER) {
        factor[count++] = POWER;
    }
    for (; n % 4 == 0; n /= 4) {
        factor[count++] = 4;
    }
    for (int64_t p = 2; p * p <= n; p += p == 2 ? 1 : 2) {
        for (; n % p == 0; n /= p) {
            factor[count++] = p;
        }
    }
    if (n > 1 || count == 0) {
        factor[count++] = n;
    }
    return count;
}

typedef struct signal { /* complex, row by row */
    int ndim;
    int64_t shape[CT_MAX_NDIM];
    int64_t bytes;
    bool wide;
} signal;

static signal signal_of(const ct_tensor *t, int dim, int64_t n)
{
    signal s = {.ndim = t->ndim, .wide = is_wide((ct_dtype)t->dtype)};
    s.bytes = s.wide ? 16 : 8;
    for (int d = 0; d < t->ndim; d++) {
        s.shape[d] = d == dim ? n : t->shape[d];
        s.bytes *= s.shape[d];
    }
    return s;
}

static void set_lines(const signal *s, int dim, int64_t *outer, int64_t *n,
                      int64_t *inner)
{
    *outer = *inner = 1;
    *n = s->shape[dim];
    for (int d = 0; d < s->ndim; d++) {
        *outer *= d < dim ? s->shape[d] : 1;
        *inner *= d > dim ? s->shape[d] : 1;
    }
}

/* From x to y, which are apart, by way of two rooms. */
static void along(ct_ready *r, const signal *s, int dim, const void *x, void *y,
                  bool forward, double scale)
{
    int64_t factor[MOST_PASSES];
    ct_device_fft f = {.wide = s->wide, .inverse = !forward, .done = 1, .scale = 1};
    set_lines(s, dim, &f.outer, &f.n, &f.inner);
    int passes = factors_of(f.n, factor), held = r->n;
    void *table = ct_ready_room(r, f.n * 16);
    void *room[2] = {passes > 1 ? ct_ready_room(r, s->bytes) : NULL,
                     passes > 2 ? ct_ready_room(r, s->bytes) : NULL};
    f.x = x;
    f.table = table;
    if (!r->failed) {
        ct_cuda_fft_table(table, f.n, s->wide, r->stream);
    }
    for (int i = 0; i < passes && !r->failed; i++) {
        f.y = i == passes - 1 ? y : room[i % 2];
        f.radix = factor[i];
        f.scale = i == passes - 1 ? scale : 1;
        ct_cuda_fft_pass(&f, r->stream);
        f.done *= factor[i];
        f.x = f.y;
    }
    ct_ready_let(r, held);
}

/* Over dims from the last to the first; where the result is, x itself of none. */
static void *over(ct_ready *r, const signal *s, ct_dims dims, void *x, void *y,
                  bool forward, double scale)
{
    void *other = dims.n > 1 ? ct_ready_room(r, s->bytes) : NULL;
    for (int64_t i = dims.n - 1; i >= 0 && !r->failed; i--) {
        void *to = i % 2 ? other : y;
        along(r, s, (int)dims.v[i], x, to, forward, i == 0 ? scale : 1);
        x = to;
    }
    return x;
}

static int fft_complex(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_dtype d = (ct_dtype)x->dtype;
    signal s = signal_of(x, -1, 0);
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, x);
    void *from = ct_ready_read(&r, x, d), *to = ct_ready_write(&r, out, d);
    over(&r, &s, ARG(c, fft_complex, dim).dims, from, to,
         ARG(c, fft_complex, forward).i, ARG(c, fft_complex, scale).f);
    return ct_ready_end(&r);
}

/* The last of the dims first; then, of the half that is kept, the others. */
static int fft_from_real(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_dims dims = ARG(c, fft_from_real, dim).dims, others = {dims.n - 1, dims.v};
    int last = (int)dims.v[dims.n - 1];
    bool forward = ARG(c, fft_from_real, forward).i,
         whole = ARG(c, fft_from_real, whole).i;
    signal s = signal_of(x, -1, 0), half = signal_of(out, -1, 0);
    ct_device_halves h = {.wide = s.wide, .factor = ARG(c, fft_from_real, inner).f};
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, x);
    set_lines(&s, last, &h.outer, &h.n, &h.inner);
    h.x = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    void *to = ct_ready_write(&r, out, (ct_dtype)out->dtype);
    void *wide = ct_ready_room(&r, s.bytes), *made = ct_ready_room(&r, s.bytes);
    void *kept = others.n ? ct_ready_room(&r, half.bytes) : to;
    h.y = wide;
    if (!r.failed) {
        ct_cuda_fft_widen(&h, r.stream);
    }
    along(&r, &s, last, wide, whole ? kept : made, forward,
          ARG(c, fft_from_real, scale).f);
    h.x = made;
    h.y = kept;
    if (!r.failed && !whole) {
        ct_cuda_fft_half(&h, r.stream);
    }
    over(&r, &half, others, kept, to, forward, 1);
    return ct_ready_end(&r);
}

static int fft_to_real(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_dims dims = ARG(c, fft_to_real, dim).dims, others = {dims.n - 1, dims.v};
    int last = (int)dims.v[dims.n - 1];
    bool forward = ARG(c, fft_to_real, forward).i;
    signal half = signal_of(x, -1, 0), s = signal_of(out, -1, 0);
    ct_device_halves h = {.wide = s.wide, .factor = ARG(c, fft_to_real, inner).f};
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, x);
    set_lines(&s, last, &h.outer, &h.n, &h.inner);
    void *from = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    void *to = ct_ready_write(&r, out, (ct_dtype)out->dtype);
    void *other = others.n ? ct_ready_room(&r, half.bytes) : NULL;
    void *wide = ct_ready_room(&r, s.bytes), *made = ct_ready_room(&r, s.bytes);
    h.x = over(&r, &half, others, from, other, forward, 1);
    h.y = wide;
    if (!r.failed) {
        ct_cuda_fft_expand(&h, r.stream);
    }
    along(&r, &s, last, wide, made, forward, ARG(c, fft_to_real, scale).f);
    h.x = made;
    h.y = to;
    if (!r.failed) {
        ct_cuda_fft_real(&h, r.stream);
    }
    return ct_ready_end(&r);
}

extern const ct_cuda_kernel ct_cuda_ffts[];
const ct_cuda_kernel ct_cuda_ffts[] = {
    {CT_ID_fft_complex, fft_complex},
    {CT_ID_fft_from_real, fft_from_real},
    {CT_ID_fft_to_real, fft_to_real},
    {0, NULL},
};
