/* copy_rows: kernels of the rows that copy, convert and fill. */
#include "cpu/copy.h"
#include "cpu/fill.h"
#include "ops/op.h"
#include "rows/view.h"

int ct_clone_cpu(ct_call *c)
{
    return ct_tensor_copy_data(c->out[0], ARG(c, clone, input).tensor);
}

int ct_to_dtype_cpu(ct_call *c)
{
    return ct_tensor_copy_data(c->out[0], ARG(c, to_dtype, input).tensor);
}

int ct_fill__cpu(ct_call *c)
{
    char value[16];
    const ct_tensor *from = ARG(c, fill_, value).tensor;
    ct_dtype dtype = (ct_dtype)c->out[0]->dtype;
    ct_scalar_store(dtype, value, ct_scalar_load((ct_dtype)from->dtype, from->data));
    return ct_tensor_fill(c->out[0], value);
}

int ct_zero__cpu(ct_call *c)
{
    static const char zero[16];
    return ct_tensor_fill(c->out[0], zero);
}

int ct_copy__cpu(ct_call *c)
{
    return ct_tensor_copy_run_on(c->out[0], ARG(c, copy_, src).tensor,
                                 ARG(c, copy_, non_blocking).i);
}
