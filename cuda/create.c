/* create: new tensors' contents, and rows that copy, convert and fill. */
#include "ops/create.h"
#include "host.h"
#include "rows/create.h"
#include "rows/view.h"

/* kernels/range.cu: numbers from first on, from the middle on counted back from `last`. */
void ct_cuda_range_whole(char *out, int dtype, int64_t n, int64_t first, int64_t step,
                         void *stream);
void ct_cuda_range_real(char *out, int dtype, int64_t n, double first, double step,
                        bool ends, double last, void *stream);

static int fill_number(ct_tensor *t, int64_t value)
{
    char element[16];
    ct_scalar_store((ct_dtype)t->dtype, element,
                    (ct_scalar){CT_CATEGORY_INTEGER, false, value, (double)value, 0});
    return ct_tensor_fill(t, element);
}

static int fill_from(ct_tensor *t, ct_tensor *value)
{
    return t->numel ? ct_tensor_copy_data(t, value) : 0;
}

static int cloned(ct_call *c)
{
    return ct_tensor_copy_data(c->out[0], FIRST(c));
}

static int copy_row(ct_call *c)
{
    return ct_tensor_copy_run_on(c->out[0], ARG(c, copy_, src).tensor,
                                 ARG(c, copy_, non_blocking).i);
}

static int fill_row(ct_call *c)
{
    return fill_from(c->out[0], ARG(c, fill_, value).tensor);
}

static int zeros(ct_call *c)
{
    return fill_number(c->out[0], 0);
}

static int ones(ct_call *c)
{
    return fill_number(c->out[0], 1);
}

static int nothing(ct_call *c)
{
    (void)c;
    return 0;
}

static int full(ct_call *c)
{
    return fill_from(c->out[0], ARG(c, full, fill_value).tensor);
}

static int full_like(ct_call *c)
{
    return fill_from(c->out[0], ARG(c, full_like, fill_value).tensor);
}

static int scalar_tensor(ct_call *c)
{
    return fill_from(c->out[0], ARG(c, scalar_tensor, number).tensor);
}

static int eye(ct_call *c)
{
    ct_tensor *t = c->out[0];
    int64_t n = t->shape[0] < t->shape[1] ? t->shape[0] : t->shape[1];
    int64_t step = t->strides[0] + t->strides[1];
    if (fill_number(t, 0) < 0 || n == 0) {
        return n == 0 ? 0 : -1;
    }
    ct_tensor *diagonal = ct_tensor_alias(t, 1, &n, &step, t->data);
    int status = diagonal ? fill_number(diagonal, 1) : -1;
    ct_xdecref(diagonal);
    return status;
}

/* ---- ranges ------------------------------------------------------------------------ */

static int use_for(const ct_tensor *t, cudaStream_t *stream)
{
    int status = ct_cuda_use(t->device_index);
    *stream = ct_cuda_stream(t->device_index);
    return status;
}

static int arange(ct_call *c)
{
    ct_range r;
    ct_tensor *t = c->out[0];
    cudaStream_t stream;
    if (ct_range_read(c, &r) < 0 || use_for(t, &stream) < 0) {
        return -1;
    }
    ct_range_round(&r, (ct_dtype)t->dtype, true);
    if (r.whole) {
        ct_cuda_range_whole(t->data, t->dtype, t->numel, r.start.i, r.step.i, stream);
    } else {
        ct_cuda_range_real(t->data, t->dtype, t->numel, r.start.re, r.step.re, false, 0,
                           stream);
    }
    return 0;
}

static int linspace(ct_call *c)
{
    ct_range r;
    ct_tensor *t = c->out[0];
    cudaStream_t stream;
    if (!ct_dtype_is_floating((ct_dtype)t->dtype)) {
        return ct_cuda_no_kernel(c, (ct_dtype)t->dtype);
    }
    if (ct_linspace_read(c, &r) < 0 || use_for(t, &stream) < 0) {
        return -1;
    }
    double gaps = (double)(t->numel - 1);
    double step = t->numel > 1 ? (r.end.re - r.start.re) / gaps : 0;
    ct_cuda_range_real(t->data, t->dtype, t->numel, r.start.re, step, t->numel > 1,
                       r.end.re, stream);
    return 0;
}

extern const ct_cuda_kernel ct_cuda_create[];
const ct_cuda_kernel ct_cuda_create[] = {
    {CT_ID_clone, cloned},
    {CT_ID_to_dtype, cloned},
    {CT_ID_copy_, copy_row},
    {CT_ID_fill_, fill_row},
    {CT_ID_zero_, zeros},
    {CT_ID_zeros, nothing}, /* the check asked for memory of zeros */
    {CT_ID_ones, ones},
    {CT_ID_empty, nothing},
    {CT_ID_full, full},
    {CT_ID_scalar_tensor, scalar_tensor},
    {CT_ID_zeros_like, zeros},
    {CT_ID_ones_like, ones},
    {CT_ID_empty_like, nothing},
    {CT_ID_full_like, full_like},
    {CT_ID_eye, eye},
    {CT_ID_arange, arange},
    {CT_ID_arange_to, arange},
    {CT_ID_linspace, linspace},
    {0, NULL},
};
