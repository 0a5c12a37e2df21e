/* norm_rows: layer_norm, and its gradient.
 *
 * A row is normalized about its own mean. Distances are taken from its first element
 * before they are averaged, so that equal elements are their mean and their variance is
 * exactly 0; all sums are float64, which squares of float32 cannot leave. */
#include <math.h>

#include "core/device.h"
#include "core/parallel.h"
#include "rows/nn.h"

typedef struct normed {
    int64_t n, rows; /* of a row; how many */
    const void *x, *g, *weight, *bias; /* g: of the gradient; NULL: none */
    void *y, *gweight, *gbias; /* y: or the input's gradient */
    double *mean, *rstd;
    double eps;
} normed;

/* long: what is done with a row, of one type */
#define ROWS(L, T)                                                                    \
    static int forward_##L(void *context, int64_t begin, int64_t end)                 \
    {                                                                                 \
        const normed *l = context;                                                    \
        const T *w = l->weight, *b = l->bias;                                         \
        for (int64_t i = begin; i < end; i++) {                                       \
            const T *x = (const T *)l->x + i * l->n;                                  \
            T *y = (T *)l->y + i * l->n;                                              \
            double first = (double)x[0], sum = 0, squares = 0;                        \
            for (int64_t j = 0; j < l->n; j++) {                                      \
                sum += (double)x[j] - first;                                          \
            }                                                                         \
            double mean = first + sum / (double)l->n;                                 \
            for (int64_t j = 0; j < l->n; j++) {                                      \
                squares += ((double)x[j] - mean) * ((double)x[j] - mean);             \
            }                                                                         \
            double rstd = 1 / sqrt(squares / (double)l->n + l->eps);                  \
            for (int64_t j = 0; j < l->n; j++) {                                      \
                double v = ((double)x[j] - mean) * rstd * (w ? (double)w[j] : 1);     \
                y[j] = (T)(v + (b ? (double)b[j] : 0));                               \
            }                                                                         \
            l->mean[i] = mean;                                                        \
            l->rstd[i] = rstd;                                                        \
        }                                                                             \
        return 0;                                                                     \
    }                                                                                 \
                                                                                      \
    /* rstd (h - mean(h) - z mean(h z)), with h = g weight and z the normal x */      \
    static int input_grad_##L(void *context, int64_t begin, int64_t end)              \
    {                                                                                 \
        const normed *l = context;                                                    \
        const T *w = l->weight;                                                       \
        for (int64_t i = begin; i < end; i++) {                                       \
            const T *x = (const T *)l->x + i * l->n, *g = (const T *)l->g + i * l->n; \
            T *gx = (T *)l->y + i * l->n;                                             \
            double mean = l->mean[i], rstd = l->rstd[i], sum = 0, along = 0;          \
            for (int64_t j = 0; j < l->n; j++) {                                      \
                double h = (double)g[j] * (w ? (double)w[j] : 1);                     \
                sum += h;                                                             \
                along += h * (((double)x[j] - mean) * rstd);                          \
            }                                                                         \
            sum /= (double)l->n;                                                      \
            along /= (double)l->n;                                                    \
            for (int64_t j = 0; j < l->n; j++) {                                      \
                double h = (double)g[j] * (w ? (double)w[j] : 1);                     \
                double z = ((double)x[j] - mean) * rstd;                              \
                gx[j] = (T)(rstd * (h - sum - z * along));                            \
            }                                                                         \
        }                                                                             \
        return 0;                                                                     \
    }                                                                                 \
                                                                                      \
    /* Down the rows, 64 columns at a time. */                                        \
    static int affine_grad_##L(void *context, int64_t begin, int64_t end)             \
    {                                                                                 \
        const normed *l = context;                                                    \
        for (int64_t at = begin * 64; at < end * 64 && at < l->n; at += 64) {         \
            int64_t width = l->n - at < 64 ? l->n - at : 64;                          \
            double gw[64] = {0}, gb[64] = {0};                                        \
            for (int64_t i = 0; i < l->rows; i++) {                                   \
                const T *x = (const T *)l->x + i * l->n + at;                         \
                const T *g = (const T *)l->g + i * l->n + at;                         \
                for (int64_t j = 0; j < width; j++) {                                 \
                    gw[j] +=                                                          \
                        (double)g[j] * (((double)x[j] - l->mean[i]) * l->rstd[i]);    \
                    gb[j] += (double)g[j];                                            \
                }                                                                     \
            }                                                                         \
            for (int64_t j = 0; j < width; j++) {                                     \
                ((T *)l->gweight)[at + j] = (T)gw[j];                                 \
                ((T *)l->gbias)[at + j] = (T)gb[j];                                   \
            }                                                                         \
        }                                                                             \
        return 0;                                                                     \
    }
ROWS(f32, float)
ROWS(f64, double)

/* t, plain and of the dtype, in *keep; its data. *status becomes -1 if that fails. */
static void *plain(ct_tensor *t, ct_dtype d, ct_tensor **keep, int *status)
{
    *keep = t && *status == 0 ? ct_tensor_prepare(t, d) : NULL;
    *status = t && !*keep ? -1 : *status;
    return *keep ? (*keep)->data : NULL;
}

/* Where a result is made: in itself, if it is of the dtype. */
static void *room(ct_tensor *out, ct_dtype d, ct_tensor **keep, int *status)
{
    bool itself = out->dtype == d && ct_tensor_is_contiguous(out);
    if (*status == 0) {
        *keep = itself ? ct_newref(out) : ct_tensor_new_like(out, d);
        *status = *keep ? 0 : -1;
    }
    return *keep ? (*keep)->data : NULL;
}

static int settle(ct_tensor *out, ct_tensor *made, int status)
{
    return status == 0 && made != out ? ct_tensor_copy_data(out, made) : status;
}

static void release(ct_tensor **keep, int n)
{
    for (int i = 0; i < n; i++) {
        ct_xdecref(keep[i]);
    }
}

int ct_layer_norm_cpu(ct_call *c)
{
    ct_tensor *keep[4] = {NULL}, *x = ARG(c, layer_norm, input).tensor;
    ct_dtype d = (ct_dtype)c->compute;
    int status = 0;
    normed l = {.eps = ARG(c, layer_norm, eps).f};
    l.x = plain(x, d, &keep[0], &status);
    l.weight =
        plain(GIVEN(c, layer_norm, weight) ? ARG(c, layer_norm, weight).tensor : NULL,
              d, &keep[1], &status);
    l.bias = plain(GIVEN(c, layer_norm, bias) ? ARG(c, layer_norm, bias).tensor : NULL,
                   d, &keep[2], &status);
    l.y = room(c->out[0], d, &keep[3], &status);
    l.mean = (double *)KEPT(c, layer_norm, mean)->data;
    l.rstd = (double *)KEPT(c, layer_norm, rstd)->data;
    l.rows = KEPT(c, layer_norm, mean)->numel;
    if (status == 0 && x->numel > 0) {
        l.n = x->numel / l.rows;
        status = ct_parallel_for(l.rows, ct_parallel_grain(l.n * 4),
                                 d == CT_DTYPE_F64 ? forward_f64 : forward_f32, &l);
    }
    status = settle(c->out[0], keep[3], status);
    release(keep, 4);
    return status;
}

static int run_grads(normed *l, bool wide, bool affine)
{
    int64_t strips = (l->n + 63) / 64;
    int status = l->rows == 0 || l->n == 0
                     ? 0
                     : ct_parallel_for(l->rows, ct_parallel_grain(l->n * 6),
                                       wide ? input_grad_f64 : input_grad_f32, l);
    if (status < 0 || !affine) {
        return status;
    }
    return ct_parallel_for(strips, ct_parallel_grain(l->rows * 256),
                           wide ? affine_grad_f64 : affine_grad_f32, l);
}

int ct_layer_norm_grad_cpu(ct_call *c)
{
    ct_tensor *keep[8] = {NULL};
    ct_tensor *x = ARG(c, layer_norm_grad, input).tensor;
    ct_dtype d = (ct_dtype)c->compute;
    int status = 0;
    normed l = {.rows = ARG(c, layer_norm_grad, mean).tensor->numel};
    l.x = plain(x, d, &keep[0], &status);
    l.g = plain(ARG(c, layer_norm_grad, grad).tensor, d, &keep[1], &status);
    l.mean =
        plain(ARG(c, layer_norm_grad, mean).tensor, CT_DTYPE_F64, &keep[2], &status);
    l.rstd =
        plain(ARG(c, layer_norm_grad, rstd).tensor, CT_DTYPE_F64, &keep[3], &status);
    bool scaled = GIVEN(c, layer_norm_grad, weight);
    l.weight = plain(scaled ? ARG(c, layer_norm_grad, weight).tensor : NULL, d,
                     &keep[4], &status);
    void *made[3];
    for (int i = 0; i < 3; i++) {
        made[i] = room(c->out[i], d, &keep[5 + i], &status);
    }
    if (status == 0) {
        l.n = ARG(c, layer_norm_grad, size).i;
        l.y = made[0];
        l.gweight = made[1];
        l.gbias = made[2];
        status = run_grads(&l, d == CT_DTYPE_F64, ARG(c, layer_norm_grad, affine).i);
    }
    for (int i = 0; i < 3; i++) {
        status = settle(c->out[i], keep[5 + i], status);
    }
    release(keep, 8);
    return status;
}
