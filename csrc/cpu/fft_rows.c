/* fft_rows: the kernels of the fft rows: a transform over several dims, one after another.
 *
 * Lines along an inner dim lie side by side and are transformed where they are, unless
 * they are too long for that or have large prime factors: then that dim is brought to the
 * end and back. */
#include <string.h>

#include "core/device.h"
#include "cpu/along.h"
#include "cpu/fft.h"
#include "rows/fft.h"

typedef struct transform {
    bool forward;
    double scale; /* of the one that runs last */
} transform;

static bool is_wide(ct_dtype d)
{
    return d == CT_DTYPE_F64 || d == CT_DTYPE_C128;
}

/* How many lines along `dim` lie side by side in a contiguous tensor. */
static int64_t inner_of(const ct_tensor *x, int dim)
{
    int64_t inner = 1;
    for (int d = dim + 1; d < x->ndim; d++) {
        inner *= x->shape[d];
    }
    return inner;
}

/* Lines along `dim`, of contiguous complex tensors of one shape, which may be the same. */
static ct_fft_lines lines_of(const ct_fft_plan *plan, const ct_tensor *x, ct_tensor *y,
                             int dim)
{
    int64_t inner = inner_of(x, dim);
    return (ct_fft_lines){.plan = plan,
                          .x = x->data,
                          .y = y->data,
                          .count = x->numel / plan->n,
                          .side = inner,
                          .outer = plan->n * inner,
                          .step = inner};
}

static int run_along(const ct_fft_plan *plan, ct_tensor *x, ct_tensor *y, int dim,
                     transform t)
{
    ct_fft_lines lines = lines_of(plan, x, y, dim);
    lines.inverse = !t.forward;
    lines.scale = t.scale;
    return ct_fft_many(&lines);
}

/* The same by way of a copy in which the lines are contiguous. */
static int run_moved(const ct_fft_plan *plan, ct_tensor *x, ct_tensor *y, int dim,
                     transform t)
{
    ct_tensor *rows = ct_along_rows(x, dim, (ct_dtype)x->dtype), *back = NULL;
    int status = -1;
    if (rows && run_along(plan, rows, rows, rows->ndim - 1, t) == 0) {
        back = ct_along_back(rows, dim);
        status = back ? ct_tensor_copy_data(y, back) : -1;
    }
    ct_xdecref(back);
    ct_xdecref(rows);
    return status;
}

static int transform_dim(ct_tensor *x, ct_tensor *y, int dim, transform t)
{
    const ct_fft_plan *plan =
        ct_fft_plan_get(x->shape[dim], is_wide((ct_dtype)x->dtype), false);
    if (!plan) {
        return -1;
    }
    int64_t inner = inner_of(x, dim);
    bool here = inner == 1 || ct_fft_beside(plan, x->numel / plan->n, inner);
    int status = (here ? run_along : run_moved)(plan, x, y, dim, t);
    ct_fft_plan_release(plan);
    return status;
}

/* From x to y, both contiguous, over dims from the last to the first; x may be y. */
static int transform_dims(ct_tensor *x, ct_tensor *y, ct_dims dims, transform t)
{
    double scale = t.scale;
    for (int64_t i = dims.n - 1; i >= 0; i--) {
        t.scale = i == 0 ? scale : 1;
        if (transform_dim(x, y, (int)dims.v[i], t) < 0) {
            return -1;
        }
        x = y;
    }
    return 0;
}

int ct_fft_complex_cpu(ct_call *c)
{
    ct_tensor *x = ct_tensor_contiguous(FIRST(c));
    transform t = {ARG(c, fft_complex, forward).i, ARG(c, fft_complex, scale).f};
    int status = -1;
    if (x) {
        status = x->numel == 0
                     ? 0
                     : transform_dims(x, c->out[0], ARG(c, fft_complex, dim).dims, t);
    }
    ct_xdecref(x);
    return status;
}

/* ---- real numbers ------------------------------------------------------------------------ */

/* Lines along `dim` of contiguous tensors. */
static int run_real(const ct_tensor *x, ct_tensor *y, int dim, ct_fft_real_lines l)
{
    l.x = x->data;
    l.y = y->data;
    l.count = (l.to_real ? y : x)->numel / l.n;
    l.side = inner_of(x, dim);
    return ct_fft_many_real(&l);
}

/* By way of tensors that have `dim` last. */
static int run_real_moved(ct_tensor *x, ct_tensor *y, int dim, ct_fft_real_lines l)
{
    ct_tensor *from = ct_along_rows(x, dim, (ct_dtype)x->dtype), *to, *back = NULL;
    int64_t shape[CT_MAX_NDIM];
    int n = x->ndim, status = -1;
    if (!from) {
        return -1;
    }
    memcpy(shape, from->shape, (size_t)n * sizeof *shape);
    shape[n - 1] = y->shape[dim];
    to = ct_tensor_new("fft", (ct_dtype)y->dtype, n, shape, CT_DEVICE_CPU);
    if (to && run_real(from, to, n - 1, l) == 0) {
        back = ct_along_back(to, dim);
        status = back ? ct_tensor_copy_data(y, back) : -1;
    }
    ct_xdecref(back);
    ct_xdecref(to);
    ct_xdecref(from);
    return status;
}

/* From x, in any layout, to y along `dim`. */
static int real_along(ct_tensor *x, ct_tensor *y, int dim, ct_fft_real_lines l)
{
    int64_t inner = inner_of(x, dim);
    l.plan = ct_fft_plan_get(l.n % 2 ? l.n : l.n / 2, is_wide((ct_dtype)x->dtype),
                             l.n % 2 == 0);
    if (!l.plan) {
        return -1;
    }
    int status = -1;
    int64_t count = (l.to_real ? y : x)->numel / l.n;
    if (inner == 1 ||
        (ct_fft_beside(l.plan, count, inner) && ct_tensor_is_contiguous(x))) {
        ct_tensor *from = ct_tensor_contiguous(x);
        status = from ? run_real(from, y, dim, l) : -1;
        ct_xdecref(from);
    } else {
        status = run_real_moved(x, y, dim, l);
    }
    ct_fft_plan_release(l.plan);
    return status;
}

int ct_fft_from_real_cpu(ct_call *c)
{
    ct_tensor *x = FIRST(c), *y = c->out[0];
    ct_dims dim = ARG(c, fft_from_real, dim).dims;
    int last = (int)dim.v[dim.n - 1];
    bool forward = ARG(c, fft_from_real, forward).i;
    ct_fft_real_lines l = {.n = x->shape[last],
                           .inverse = !forward,
                           .whole = ARG(c, fft_from_real, whole).i,
                           .scale = ARG(c, fft_from_real, scale).f,
                           .inner = ARG(c, fft_from_real, inner).f};
    if (y->numel == 0) {
        return 0;
    }
    if (real_along(x, y, last, l) < 0) {
        return -1;
    }
    return transform_dims(y, y, ct_dims_of(dim.n - 1, dim.v), (transform){forward, 1});
}

int ct_fft_to_real_cpu(ct_call *c)
{
    ct_tensor *x = FIRST(c), *y = c->out[0], *z = ct_newref(x);
    ct_dims dim = ARG(c, fft_to_real, dim).dims, others = ct_dims_of(dim.n - 1, dim.v);
    bool forward = ARG(c, fft_to_real, forward).i;
    ct_fft_real_lines l = {.n = ARG(c, fft_to_real, n).i,
                           .to_real = true,
                           .inverse = forward,
                           .scale = ARG(c, fft_to_real, scale).f,
                           .inner = ARG(c, fft_to_real, inner).f};
    int status = 0;
    if (y->numel > 0 && others.n > 0) {
        ct_tensor *contiguous = ct_tensor_contiguous(x);
        ct_xdecref(z);
        z = ct_tensor_new_like(x, (ct_dtype)x->dtype);
        status = z && contiguous
                     ? transform_dims(contiguous, z, others, (transform){forward, 1})
                     : -1;
        ct_xdecref(contiguous);
    }
    if (y->numel > 0 && status == 0) {
        status = real_along(z, y, (int)dim.v[dim.n - 1], l);
    }
    ct_xdecref(z);
    return status;
}
