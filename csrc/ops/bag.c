/* bag: what bags of rows of a table accept and return. */
#include "rows/bag.h"
#include "core/device.h"
#include "ops/op.h"

typedef struct bag_operands {
    const ct_tensor *weight, *indices, *offsets, *factor;
    bool closed;
} bag_operands;

static bool whole(const ct_tensor *t)
{
    return ct_dtype_category((ct_dtype)t->dtype) == CT_CATEGORY_INTEGER;
}

static int operands_check(const ct_call *c, const bag_operands *o)
{
    const ct_tensor *w = o->weight, *i = o->indices;
    ct_dtype d = (ct_dtype)w->dtype;
    bool fits = w->ndim == 2 &&
                (o->offsets ? i->ndim == 1 && o->offsets->ndim == 1 : i->ndim == 2);
    fits = fits && (!o->closed || (o->offsets && o->offsets->numel > 0));
    if (!fits) {
        return ct_error(CT_ERR_RUNTIME,
                        "embedding_bag: expected weight (V, D), and indices (B, N), or "
                        "(N) and offsets (B), got weight %s and indices %s",
                        ct_tensor_shape_str(w), ct_tensor_shape_str(i));
    }
    if (ct_check_dtype(c, d == CT_DTYPE_F32 || d == CT_DTYPE_F64,
                       "a float32 or float64", d) < 0) {
        return -1;
    }
    if (!whole(i) || (o->offsets && !whole(o->offsets))) {
        return ct_error(
            CT_ERR_RUNTIME,
            "embedding_bag: expected indices and offsets of an integer dtype, "
            "got indices of %s",
            ct_dtype_name((ct_dtype)i->dtype));
    }
    if (o->factor &&
        (o->factor->dtype != w->dtype ||
         !ct_shape_equal(i->ndim, i->shape, o->factor->ndim, o->factor->shape))) {
        return ct_error(CT_ERR_RUNTIME,
                        "embedding_bag: expected a factor of the weight's dtype for "
                        "each index, got %s of %s",
                        ct_tensor_shape_str(o->factor),
                        ct_dtype_name((ct_dtype)o->factor->dtype));
    }
    return 0;
}

static int64_t bags_of(const bag_operands *o)
{
    return o->offsets ? o->offsets->numel - o->closed : o->indices->shape[0];
}

int ct_embedding_bag_check(ct_call *c)
{
    bag_operands o = {
        ARG(c, embedding_bag, weight).tensor, ARG(c, embedding_bag, indices).tensor,
        TENSOR(c, embedding_bag, offsets), TENSOR(c, embedding_bag, factor),
        ARG(c, embedding_bag, closed).i};
    if (operands_check(c, &o) < 0) {
        return -1;
    }
    bool max = ARG(c, embedding_bag, mode).i == CT_IS_embedding_bag_mode_max;
    for (int i = 0; i < 2; i++) {
        ct_call_shape(c, i)[0] = i == 0 || max ? bags_of(&o) : 0;
        ct_call_shape(c, i)[1] = o.weight->shape[1];
    }
    c->compute = o.weight->dtype;
    ct_call_result(c, CT_OUT_embedding_bag_places, CT_DTYPE_I64, 2,
                   ct_call_shape(c, 1));
    return ct_call_result(c, CT_OUT_embedding_bag_result, (ct_dtype)o.weight->dtype, 2,
                          ct_call_shape(c, 0));
}

int ct_embedding_bag_grad_check(ct_call *c)
{
    bag_operands o = {ARG(c, embedding_bag_grad, weight).tensor,
                      ARG(c, embedding_bag_grad, indices).tensor,
                      TENSOR(c, embedding_bag_grad, offsets),
                      TENSOR(c, embedding_bag_grad, factor),
                      ARG(c, embedding_bag_grad, closed).i};
    const ct_tensor *g = ARG(c, embedding_bag_grad, grad).tensor,
                    *places = ARG(c, embedding_bag_grad, places).tensor;
    if (operands_check(c, &o) < 0) {
        return -1;
    }
    bool max = ARG(c, embedding_bag_grad, mode).i == CT_IS_embedding_bag_grad_mode_max;
    int64_t shape[] = {bags_of(&o), o.weight->shape[1]};
    if (g->dtype != o.weight->dtype || !ct_shape_equal(2, shape, g->ndim, g->shape) ||
        places->dtype != CT_DTYPE_I64 ||
        (max && !ct_shape_equal(2, shape, places->ndim, places->shape))) {
        return ct_error(
            CT_ERR_RUNTIME,
            "_embedding_bag_grad: expected the tensors of an embedding_bag");
    }
    c->compute = o.weight->dtype;
    ct_dtype d = (ct_dtype)o.weight->dtype;
    if (o.factor) {
        ct_call_result(c, CT_OUT_embedding_bag_grad_gfactor, d, o.factor->ndim,
                       o.factor->shape);
    } else {
        ct_call_shape(c, 1)[0] = 0;
        ct_call_result(c, CT_OUT_embedding_bag_grad_gfactor, d, 1, ct_call_shape(c, 1));
    }
    return ct_call_result(c, CT_OUT_embedding_bag_grad_gweight, d, 2, o.weight->shape);
}
