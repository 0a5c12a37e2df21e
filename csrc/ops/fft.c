/* fft: Fourier transforms: checks of the rows that have kernels, and what users call.
 *
 * Errors are PyTorch's classes. 16-bit floats are refused, as there are no complex numbers
 * of their size. */
#include <math.h>
#include <string.h>

#include "core/device.h"
#include "ops/scope.h"
#include "ops/strided.h"
#include "rows/fft.h"
#include "rows/view.h"

/* ---- rows with kernels ------------------------------------------------------------------- */

/* Every dim that is transformed has elements. */
static int check_sizes(const ct_call *c, ct_dims dim)
{
    const ct_tensor *x = FIRST(c);
    for (int64_t i = 0; i < dim.n; i++) {
        if (x->shape[dim.v[i]] < 1) {
            return ct_error(
                CT_ERR_RUNTIME,
                "%s: expected at least 1 element along dim %lld, got shape %s",
                c->op->name, (long long)dim.v[i], ct_tensor_shape_str(x));
        }
    }
    return 0;
}

static int check_dims(const ct_call *c, ct_dims dim)
{
    if (dim.n < 1) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected dims, got none", c->op->name);
    }
    return check_sizes(c, dim);
}

static bool is_native(ct_dtype d)
{
    return ct_dtype_is_complex(d) || d == CT_DTYPE_F32 || d == CT_DTYPE_F64;
}

static int check_complex(const ct_call *c)
{
    ct_dtype d = (ct_dtype)FIRST(c)->dtype;
    return ct_check_dtype(c, ct_dtype_is_complex(d), "a complex", d);
}

int ct_fft_complex_check(ct_call *c)
{
    if (check_complex(c) < 0 || check_dims(c, ARG(c, fft_complex, dim).dims) < 0) {
        return -1;
    }
    return ct_call_like(c, 0, (ct_dtype)FIRST(c)->dtype, FIRST(c));
}

/* The first operand's shape with another size along the last of the dims. */
static int resized(ct_call *c, ct_dtype d, int64_t dim, int64_t n)
{
    const ct_tensor *x = FIRST(c);
    int64_t *shape = ct_call_shape(c, 0);
    memcpy(shape, x->shape, (size_t)x->ndim * sizeof *shape);
    shape[dim] = n;
    return ct_call_result(c, 0, d, x->ndim, shape);
}

int ct_fft_from_real_check(ct_call *c)
{
    ct_dtype d = (ct_dtype)FIRST(c)->dtype;
    ct_dims dim = ARG(c, fft_from_real, dim).dims;
    bool real = is_native(d) && !ct_dtype_is_complex(d);
    if (ct_check_dtype(c, real, "float32 or float64", d) < 0 ||
        check_dims(c, dim) < 0) {
        return -1;
    }
    int64_t last = dim.v[dim.n - 1], n = FIRST(c)->shape[last];
    return resized(c, ct_dtype_to_complex(d), last,
                   ARG(c, fft_from_real, whole).i ? n : n / 2 + 1);
}

int ct_fft_to_real_check(ct_call *c)
{
    ct_dims dim = ARG(c, fft_to_real, dim).dims;
    int64_t n = ARG(c, fft_to_real, n).i;
    if (check_complex(c) < 0 || check_dims(c, dim) < 0) {
        return -1;
    }
    int64_t last = dim.v[dim.n - 1], size = FIRST(c)->shape[last];
    if (n < 1 || n / 2 + 1 != size) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected n / 2 + 1 to be %lld, the size of dim %lld, got n %lld",
            c->op->name, (long long)size, (long long)last, (long long)n);
    }
    return resized(c, ct_dtype_to_real((ct_dtype)FIRST(c)->dtype), last, n);
}

/* ---- what users call ------------------------------------------------------------------------ */

typedef enum fft_kind { COMPLEX, FROM_REAL, TO_REAL } fft_kind;

typedef struct asked { /* a transform, as the call has it */
    const ct_call *call;
    fft_kind kind;
    bool forward;
    int count;
    int64_t dim[CT_MAX_NDIM];
    int64_t size[CT_MAX_NDIM]; /* of the signal along each; -1: as it is */
    bool normed;
    int64_t norm;
} asked;

/* The operand in the dtype that is transformed; NULL with the error set. */
static ct_tensor *ready(const asked *a, ct_scope *s)
{
    ct_tensor *x = FIRST(a->call);
    ct_dtype d = (ct_dtype)x->dtype;
    const char *name = a->call->op->name;
    if (a->kind == FROM_REAL && ct_dtype_is_complex(d)) {
        ct_error(CT_ERR_RUNTIME, "%s: expected a real dtype, got %s", name,
                 ct_dtype_name(d));
        return NULL;
    }
    d = ct_dtype_is_integral(d) ? ct_dtype_default() : d;
    if (!is_native(d)) {
        ct_error(CT_ERR_RUNTIME,
                 "%s: expected float32, float64, complex64 or complex128, got %s: use "
                 ".float()",
                 name, ct_dtype_name(d));
        return NULL;
    }
    return ct_s_cast(s, x, a->kind == TO_REAL ? ct_dtype_to_complex(d) : d);
}

/* Sizes that were not asked for, and what they are for the operand: halves of signals that
 * become real. -1 with the error set. */
static int fill_sizes(asked *a, const ct_tensor *x, int64_t *shape)
{
    memcpy(shape, x->shape, (size_t)x->ndim * sizeof *shape);
    for (int i = 0; i < a->count; i++) {
        bool half = a->kind == TO_REAL && i == a->count - 1;
        int64_t size = x->shape[a->dim[i]], *n = &a->size[i];
        *n = *n != -1 ? *n : half ? 2 * (size - 1) : size;
        if (*n < 1) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected at least 1 element along dim %lld, got %lld",
                            a->call->op->name, (long long)a->dim[i], (long long)*n);
        }
        shape[a->dim[i]] = half ? *n / 2 + 1 : *n;
    }
    return 0;
}

/* Trimmed, or followed by zeros. */
static ct_tensor *fitted(ct_scope *s, ct_tensor *x, const int64_t *shape)
{
    for (int d = 0; x && d < x->ndim; d++) {
        if (shape[d] < x->shape[d]) {
            x = ct_s_narrow(s, x, d, 0, shape[d]);
        }
    }
    if (!x || ct_shape_equal(x->ndim, x->shape, x->ndim, shape)) {
        return x;
    }
    ct_layout front;
    ct_layout_rows(&front, x->ndim, shape);
    memcpy(front.shape, x->shape, (size_t)x->ndim * sizeof *shape);
    return ct_s_layout_put(s, x, ct_dims_of(x->ndim, shape), &front);
}

/* What the sums are multiplied by; a norm that is not given is 'backward'. */
static double scale_of(const asked *a)
{
    double n = 1;
    for (int i = 0; i < a->count; i++) {
        n *= (double)a->size[i];
    }
    int64_t norm = a->normed ? a->norm : CT_IS_fft_fft_norm_backward;
    if (norm == CT_IS_fft_fft_norm_ortho) {
        return 1 / sqrt(n);
    }
    return (norm == CT_IS_fft_fft_norm_forward) == a->forward ? 1 / n : 1;
}

static ct_tensor *transform(ct_scope *s, asked *a)
{
    int64_t shape[CT_MAX_NDIM];
    ct_tensor *x = ready(a, s);
    if (!x || fill_sizes(a, x, shape) < 0) {
        return NULL;
    }
    x = fitted(s, x, shape);
    ct_dims dim = ct_dims_of(a->count, a->dim);
    double scale = scale_of(a);
    if (!x || a->count == 0) {
        return x && a->kind == COMPLEX
                   ? ct_s_cast(s, x, ct_dtype_to_complex((ct_dtype)x->dtype))
                   : x;
    }
    if (a->kind == TO_REAL) {
        int64_t n = a->size[a->count - 1];
        return ct_s_fft_to_real(s, x, dim, n, a->forward, scale, 1);
    }
    if (ct_dtype_is_complex((ct_dtype)x->dtype)) {
        return ct_s_fft_complex(s, x, dim, a->forward, scale);
    }
    return ct_s_fft_from_real(s, x, dim, a->forward, scale, 1, a->kind == COMPLEX);
}

/* Along one dim. */
static ct_tensor *along(ct_call *c, ct_scope *s, fft_kind kind, bool forward)
{
    asked a = {.call = c, .kind = kind, .forward = forward, .count = 1};
    a.dim[0] = ARG(c, fft_fft, dim).i;
    a.size[0] = GIVEN(c, fft_fft, n) ? ARG(c, fft_fft, n).i : -1;
    a.normed = GIVEN(c, fft_fft, norm);
    a.norm = ARG(c, fft_fft, norm).i;
    if (FIRST(c)->ndim == 0) {
        ct_error(CT_ERR_RUNTIME, "%s: expected at least 1 dim, got a 0-d tensor",
                 c->op->name);
        return NULL;
    }
    if (GIVEN(c, fft_fft, n) && a.size[0] < 1) {
        ct_error(CT_ERR_RUNTIME, "%s: expected n to be at least 1, got %lld",
                 c->op->name, (long long)a.size[0]);
        return NULL;
    }
    return transform(s, &a);
}

/* Over the dims that are given, the last ones that sizes are given for, or all. */
static int dims_asked(const ct_call *c, asked *a)
{
    int ndim = FIRST(c)->ndim;
    bool named = GIVEN(c, fft_fftn, dim), sized = GIVEN(c, fft_fftn, s);
    ct_dims dim = ARG(c, fft_fftn, dim).dims, size = ARG(c, fft_fftn, s).dims;
    int64_t count = named ? dim.n : sized ? size.n : ndim;
    if (sized && (size.n != count || count > ndim)) {
        return ct_error(
            CT_ERR_RUNTIME, "%s: expected a size for each of %lld dims, got %lld",
            c->op->name, (long long)(named ? count : ndim), (long long)size.n);
    }
    a->count = (int)count;
    for (int i = 0; i < a->count; i++) {
        a->dim[i] = named ? dim.v[i] : ndim - count + i;
        a->size[i] = sized ? size.v[i] : -1;
    }
    return 0;
}

static ct_tensor *over(ct_call *c, ct_scope *s, fft_kind kind, bool forward)
{
    asked a = {.call = c, .kind = kind, .forward = forward};
    a.normed = GIVEN(c, fft_fftn, norm);
    a.norm = ARG(c, fft_fftn, norm).i;
    if (dims_asked(c, &a) < 0) {
        return NULL;
    }
    if (kind != COMPLEX && a.count == 0) {
        ct_error(CT_ERR_RUNTIME, "%s: expected at least 1 dim, got none", c->op->name);
        return NULL;
    }
    return transform(s, &a);
}

CT_BODY(fft_fft)
{
    return along(c, s, COMPLEX, true);
}

CT_BODY(fft_ifft)
{
    return along(c, s, COMPLEX, false);
}

CT_BODY(fft_rfft)
{
    return along(c, s, FROM_REAL, true);
}

CT_BODY(fft_irfft)
{
    return along(c, s, TO_REAL, false);
}

CT_BODY(fft_hfft)
{
    return along(c, s, TO_REAL, true);
}

CT_BODY(fft_ihfft)
{
    return along(c, s, FROM_REAL, false);
}

CT_BODY(fft_fftn)
{
    return over(c, s, COMPLEX, true);
}

CT_BODY(fft_ifftn)
{
    return over(c, s, COMPLEX, false);
}

CT_BODY(fft_rfftn)
{
    return over(c, s, FROM_REAL, true);
}

CT_BODY(fft_irfftn)
{
    return over(c, s, TO_REAL, false);
}

CT_BODY(fft_hfftn)
{
    return over(c, s, TO_REAL, true);
}

CT_BODY(fft_ihfftn)
{
    return over(c, s, FROM_REAL, false);
}
