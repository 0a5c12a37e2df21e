/* scan: running sums and products along a dim; triangles. */
#include "rows/scan.h"
#include "host.h"
#include "reduce.h"
#include "rows/diagonal.h"

/* kernels/scan.cu */
void ct_cuda_scan(const ct_device_lines *l, bool product, void *stream);
void ct_cuda_clear_triangle(char *data, int size, int64_t n, int64_t rows,
                            int64_t columns, int64_t diagonal, bool upper,
                            void *stream);

static int scan(ct_call *c, bool product)
{
    ct_tensor *out = c->out[0];
    ct_dtype d = (ct_dtype)c->compute;
    bool widens = d == CT_DTYPE_I64 && ct_dtype_is_integral((ct_dtype)FIRST(c)->dtype);
    ct_tensor *x = widens ? ct_newref(FIRST(c)) : ct_tensor_cast(FIRST(c), d);
    ct_device_lines l;
    if (!x || out->numel == 0) {
        ct_xdecref(x);
        return x ? 0 : -1;
    }
    int status = ct_cuda_lines(c, x, out, x->ndim ? ct_call_dim(c) : 0, &l);
    if (status == 0) {
        ct_cuda_scan(&l, product, ct_cuda_stream(x->device_index));
    }
    ct_decref(x);
    return status;
}

static int cumsum(ct_call *c)
{
    return scan(c, false);
}

static int cumprod(ct_call *c)
{
    return scan(c, true);
}

/* By way of rows where the result does not lie so. */
static int triangle(ct_call *c, bool upper)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    bool rows = ct_tensor_is_contiguous(out);
    ct_tensor *to =
        rows ? ct_newref(out) : ct_tensor_new_like(out, (ct_dtype)out->dtype);
    int status = to ? ct_tensor_copy_data(to, x) : -1;
    status = status == 0 ? ct_cuda_use(out->device_index) : -1;
    if (status == 0 && out->numel) {
        ct_cuda_clear_triangle(to->data, (int)ct_tensor_itemsize(to), to->numel,
                               to->shape[to->ndim - 2], to->shape[to->ndim - 1],
                               ARG(c, tril, diagonal).i, upper,
                               ct_cuda_stream(out->device_index));
    }
    if (status == 0 && !rows) {
        status = ct_tensor_copy_data(out, to);
    }
    ct_xdecref(to);
    return status;
}

static int tril(ct_call *c)
{
    return triangle(c, false);
}

static int triu(ct_call *c)
{
    return triangle(c, true);
}

extern const ct_cuda_kernel ct_cuda_scans[];
const ct_cuda_kernel ct_cuda_scans[] = {
    {CT_ID_cumsum, cumsum},
    {CT_ID_cumprod, cumprod},
    {CT_ID_tril, tril},
    {CT_ID_triu, triu},
    {0, NULL},
};
