/* matmul: shapes of matrix products. A vector on the left counts as one row, on the
 * right as one column; that dim is dropped from the result. */
#include <string.h>

#include "ops/op.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/matmul.h"
#include "rows/view.h"

static int mismatch(const ct_call *c, const char *expected)
{
    return ct_error(CT_ERR_RUNTIME, "%s: expected %s, got shapes %s and %s",
                    c->op->name, expected,
                    ct_tensor_shape_str(ARG(c, matmul, input).tensor),
                    ct_tensor_shape_str(ARG(c, matmul, other).tensor));
}

static int same_dtype(const ct_call *c)
{
    ct_dtype a = (ct_dtype)ARG(c, matmul, input).tensor->dtype,
             b = (ct_dtype)ARG(c, matmul, other).tensor->dtype;
    if (a == b) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected operands of one dtype, got %s and %s: cast one with "
                    "%s",
                    c->op->name, ct_dtype_name(a), ct_dtype_name(b),
                    ct_cast_method(a == CT_DTYPE_F32 ? a : b));
}

int ct_matmul_check(ct_call *c)
{
    const ct_tensor *a = ARG(c, matmul, input).tensor,
                    *b = ARG(c, matmul, other).tensor;
    if (a->ndim == 0 || b->ndim == 0) {
        return mismatch(c, "operands with at least 1 dimension");
    }
    if (same_dtype(c) < 0) {
        return -1;
    }
    bool row = a->ndim == 1, column = b->ndim == 1;
    if (a->shape[a->ndim - 1] != b->shape[column ? 0 : b->ndim - 2]) {
        return mismatch(c, "(*, m, k) and (*, k, n)");
    }
    int64_t *shape = ct_call_shape(c, 0);
    int n = row ? 0 : a->ndim - 2;
    memcpy(shape, a->shape, (size_t)n * sizeof *shape);
    if (ct_shape_broadcast("matmul", &n, shape, column ? 0 : b->ndim - 2, b->shape) <
        0) {
        return -1;
    }
    if (!row) {
        shape[n++] = a->shape[a->ndim - 2];
    }
    if (!column) {
        shape[n++] = b->shape[b->ndim - 1];
    }
    c->compute = a->dtype;
    return ct_call_result(c, 0, (ct_dtype)a->dtype, n, shape);
}

/* ---- products of given ranks --------------------------------------------- */

static int product(ct_call *c, bool fits, const char *expected)
{
    if (!fits) {
        return mismatch(c, expected);
    }
    ct_scope s;
    ct_scope_begin(&s);
    c->out[0] = ct_scope_return(&s, ct_s_matmul(&s, ARG(c, matmul, input).tensor,
                                                ARG(c, matmul, other).tensor));
    return c->out[0] ? 0 : -1;
}

int ct_mm_body(ct_call *c)
{
    const ct_tensor *a = ARG(c, mm, input).tensor, *b = ARG(c, mm, mat2).tensor;
    bool fits = a->ndim == 2 && b->ndim == 2 && a->shape[1] == b->shape[0];
    return product(c, fits, "matrices (m, k) and (k, n)");
}

int ct_bmm_body(ct_call *c)
{
    const ct_tensor *a = ARG(c, bmm, input).tensor, *b = ARG(c, bmm, mat2).tensor;
    bool fits = a->ndim == 3 && b->ndim == 3 && a->shape[0] == b->shape[0] &&
                a->shape[2] == b->shape[1];
    return product(c, fits, "batches (b, m, k) and (b, k, n)");
}

int ct_mv_body(ct_call *c)
{
    const ct_tensor *a = ARG(c, mv, input).tensor, *b = ARG(c, mv, vec).tensor;
    bool fits = a->ndim == 2 && b->ndim == 1 && a->shape[1] == b->shape[0];
    return product(c, fits, "a matrix (m, k) and a vector (k)");
}

int ct_dot_body(ct_call *c)
{
    const ct_tensor *a = ARG(c, dot, input).tensor, *b = ARG(c, dot, tensor).tensor;
    bool fits = a->ndim == 1 && b->ndim == 1 && a->shape[0] == b->shape[0];
    return product(c, fits, "vectors of one length");
}

int ct_outer_body(ct_call *c)
{
    ct_tensor *a = ARG(c, outer, input).tensor, *b = ARG(c, outer, vec2).tensor;
    if (a->ndim != 1 || b->ndim != 1) {
        return mismatch(c, "two vectors");
    }
    ct_scope s;
    ct_scope_begin(&s);
    c->out[0] = ct_scope_return(&s, ct_s_mul(&s, ct_s_unsqueeze(&s, a, 1), b));
    return c->out[0] ? 0 : -1;
}
