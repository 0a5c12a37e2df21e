/* complex: views of the parts of complex numbers, their angle and the conjugate. */
#include <string.h>

#include "ops/op.h"
#include "ops/scope.h"
#include "ops/view.h"
#include "rows/arithmetic.h"
#include "rows/complex.h"
#include "rows/trigonometric.h"

int ct_real_check(ct_call *c);
int ct_imag_check(ct_call *c);
int ct_view_as_real_check(ct_call *c);
int ct_view_as_complex_check(ct_call *c);

static int check_complex(const ct_call *c)
{
    ct_dtype d = (ct_dtype)ARG(c, real, input).tensor->dtype;
    return ct_check_dtype(c, ct_dtype_is_complex(d), "a complex", d);
}

int ct_real_check(ct_call *c)
{
    ct_tensor *t = ARG(c, real, input).tensor;
    ct_dtype part = ct_dtype_to_real((ct_dtype)t->dtype);
    return ct_call_view(c, part, t->ndim, t->shape, t->strides, t->data);
}

int ct_imag_check(ct_call *c)
{
    ct_tensor *t = ARG(c, imag, input).tensor;
    if (check_complex(c) < 0) {
        return -1;
    }
    ct_dtype part = ct_dtype_to_real((ct_dtype)t->dtype);
    char *data = t->numel ? t->data + ct_dtype_size(part) : t->data;
    return ct_call_view(c, part, t->ndim, t->shape, t->strides, data);
}

int ct_view_as_real_check(ct_call *c)
{
    ct_tensor *t = ARG(c, view_as_real, input).tensor;
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0);
    if (check_complex(c) < 0) {
        return -1;
    }
    if (t->ndim == CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME,
                        "view_as_real: expected at most %d dims, got %d",
                        CT_MAX_NDIM - 1, t->ndim);
    }
    ct_dtype part = ct_dtype_to_real((ct_dtype)t->dtype);
    memcpy(shape, t->shape, t->ndim * sizeof *shape);
    memcpy(strides, t->strides, t->ndim * sizeof *strides);
    shape[t->ndim] = 2;
    strides[t->ndim] = ct_dtype_size(part);
    return ct_call_view(c, part, t->ndim + 1, shape, strides, t->data);
}

int ct_view_as_complex_check(ct_call *c)
{
    ct_tensor *t = ARG(c, view_as_complex, input).tensor;
    ct_dtype d = (ct_dtype)t->dtype;
    int last = t->ndim - 1;
    if (d != CT_DTYPE_F32 && d != CT_DTYPE_F64) {
        return ct_check_dtype(c, false, "float32 or float64 as", d);
    }
    if (last < 0 || t->shape[last] != 2) {
        return ct_error(CT_ERR_RUNTIME,
                        "view_as_complex: expected a last dim of size 2, got shape %s",
                        ct_tensor_shape_str(t));
    }
    if (t->strides[last] != ct_dtype_size(d)) {
        return ct_error(CT_ERR_RUNTIME,
                        "view_as_complex: expected the last dim to have stride 1, got "
                        "%lld; copy with contiguous() first",
                        (long long)(t->strides[last] / ct_dtype_size(d)));
    }
    return ct_call_view(c, ct_dtype_to_complex(d), last, t->shape, t->strides, t->data);
}

int ct_conj_body(ct_call *c)
{
    ct_tensor *x = ARG(c, conj, input).tensor;
    if (!ct_dtype_is_complex((ct_dtype)x->dtype)) {
        c->out[0] = ct_newref(x);
        return 0;
    }
    ct_scope s;
    ct_scope_begin(&s);
    c->out[0] = ct_scope_return(&s, ct_s_conj_physical(&s, x));
    return c->out[0] ? 0 : -1;
}

CT_BODY(angle)
{
    ct_tensor *x = ARG(c, angle, input).tensor;
    if (!ct_dtype_is_complex((ct_dtype)x->dtype)) {
        return ct_s_angle_real(s, x);
    }
    return ct_s_atan2(s, ct_s_imag(s, x), ct_s_real(s, x));
}
