/* scan_cumprod: the gradient of running products, row by row: before each place the
 * product, from the end what comes back of it (NOTE [Recurrences], autograd/rules_scan.c).
 * Both are held in double, as they may leave the range of float where the gradient does
 * not. */
#include <complex.h>

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

#define BACK(L, T, A, CONJ)                                               \
    static void back_##L(const rows *r, int64_t row, void *room)          \
    {                                                                     \
        const T *x = (const T *)(const void *)(r->x + row * r->bytes);    \
        const T *g = (const T *)(const void *)(r->g + row * r->bytes);    \
        T *y = (T *)(void *)(r->y + row * r->bytes);                      \
        A *before = room, product = 1, after = 0;                         \
        for (int64_t i = 0; i < r->n; i++) {                              \
            before[i] = product;                                          \
            product *= CONJ(x[i]);                                        \
        }                                                                 \
        for (int64_t i = r->n - 1; i >= 0; i--) {                         \
            after = i == r->n - 1 ? g[i] : g[i] + CONJ(x[i + 1]) * after; \
            y[i] = (T)(before[i] * after);                                \
        }                                                                 \
    }
BACK(f32, float, double, )
BACK(f64, double, double, )
BACK(c64, float complex, double complex, conj)
BACK(c128, double complex, double complex, conj)

static int back_rows(void *context, int64_t begin, int64_t end)
{
    const rows *r = context;
    size_t bytes = (size_t)r->n * sizeof(double complex);
    void *room = ct_alloc(bytes);
    int64_t done = 0;
    int status = room ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        switch (r->dtype) {
        case CT_DTYPE_F32:
            back_f32(r, i, room);
            break;
        case CT_DTYPE_F64:
            back_f64(r, i, room);
            break;
        case CT_DTYPE_C64:
            back_c64(r, i, room);
            break;
        default:
            back_c128(r, i, room);
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
