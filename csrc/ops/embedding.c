/* embedding: what it accepts, and what its gradient is in other ops. */
#include <string.h>

#include "core/device.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/embedding.h"
#include "rows/index.h"
#include "rows/view.h"

static int indices_check(const ct_tensor *indices)
{
    if (ct_dtype_category((ct_dtype)indices->dtype) != CT_CATEGORY_INTEGER) {
        return ct_error(CT_ERR_RUNTIME,
                        "embedding: expected indices of an integer dtype, got %s",
                        ct_dtype_name((ct_dtype)indices->dtype));
    }
    return 0;
}

int ct_embedding_check(ct_call *c)
{
    ct_tensor *w = ARG(c, embedding, weight).tensor,
              *indices = ARG(c, embedding, indices).tensor;
    if (w->ndim != 2) {
        return ct_error(CT_ERR_RUNTIME,
                        "embedding: expected weight (V, D) ('weight' must be 2-D), got "
                        "%s",
                        ct_tensor_shape_str(w));
    }
    if (indices_check(indices) < 0) {
        return -1;
    }
    int64_t *shape = ct_call_shape(c, 0);
    memcpy(shape, indices->shape, (size_t)indices->ndim * sizeof *shape);
    shape[indices->ndim] = w->shape[1];
    c->compute = w->dtype;
    return ct_call_result(c, 0, (ct_dtype)w->dtype, indices->ndim + 1, shape);
}

/* A private row: its arguments come from the gradient rule. */
int ct_embedding_grad_check(ct_call *c)
{
    ct_tensor *g = ARG(c, embedding_grad, grad).tensor,
              *indices = ARG(c, embedding_grad, indices).tensor;
    int64_t rows = ARG(c, embedding_grad, rows).i;
    if (indices_check(indices) < 0) {
        return -1;
    }
    if (rows < 0 || g->ndim != indices->ndim + 1 ||
        !ct_shape_equal(indices->ndim, indices->shape, g->ndim - 1, g->shape)) {
        return ct_error(CT_ERR_RUNTIME,
                        "_embedding_grad: expected the tensors of an embedding");
    }
    ct_dtype d = (ct_dtype)g->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d) || ct_dtype_is_complex(d),
                       "an inexact", d) < 0) {
        return -1;
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    int64_t *shape = ct_call_shape(c, 0);
    shape[0] = rows;
    shape[1] = g->shape[g->ndim - 1];
    return ct_call_result(c, 0, d, 2, shape);
}

/* How often each of `rows` is named, at least 1, beside grad. */
static ct_tensor *counts_of(ct_scope *s, ct_tensor *index, int64_t rows, ct_dtype d)
{
    if (!index) {
        return NULL;
    }
    ct_tensor *none = ct_s_new_zeros(s, d, 1, &rows, CT_PLACE(index));
    ct_tensor *ones = ct_s_cast(s, ct_s_eq(s, index, index), d);
    ct_tensor *counts = ct_s_index_add(s, none, 0, index, ones);
    return ct_s_unsqueeze(s, ct_s_index_select(s, counts, 0, index), 1);
}

CT_BODY(embedding_grad)
{
    ct_tensor *g = ARG(c, embedding_grad, grad).tensor;
    ct_dtype given = (ct_dtype)g->dtype, d = ct_dtype_compute(given);
    int64_t rows = ARG(c, embedding_grad, rows).i, width = g->shape[g->ndim - 1];
    int64_t count = ARG(c, embedding_grad, indices).tensor->numel;
    ct_tensor *index = ct_s_reshape(
        s, ct_s_cast(s, ARG(c, embedding_grad, indices).tensor, CT_DTYPE_I64),
        (ct_dims){1, &count});
    g = ct_s_cast(s, ct_s_reshape(s, g, (ct_dims){2, (int64_t[]){count, width}}), d);
    ct_tensor *padding =
        ct_s_eq(s, index, ct_s_int(s, ARG(c, embedding_grad, padding_idx).i));
    g = ct_s_masked_fill(s, g, ct_s_unsqueeze(s, padding, 1), ct_s_int(s, 0));
    if (g && ARG(c, embedding_grad, scale_grad_by_freq).i) {
        g = ct_s_true_divide(s, g, counts_of(s, index, rows, d));
    }
    if (!g) {
        return NULL;
    }
    ct_tensor *zeros = ct_s_new_zeros(s, d, 2, (int64_t[]){rows, width}, CT_PLACE(g));
    return ct_s_cast(s, ct_s_index_add(s, zeros, 0, index, g), given);
}
