/* attention: what it accepts, and what its fused gradient is in other ops. */
#include <math.h>

#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/attention.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/diagonal.h"
#include "rows/index.h"
#include "rows/matmul.h"
#include "rows/reduce.h"
#include "rows/sign.h"
#include "rows/view.h"

static int wrong_shapes(const ct_tensor *q, const ct_tensor *k, const ct_tensor *v)
{
    return ct_error(
        CT_ERR_RUNTIME,
        "scaled_dot_product_attention: expected query (*, H, L, E), key (*, "
        "G, S, E) and value (*, G, S, D) with H a multiple of G, got %s, %s "
        "and %s",
        ct_tensor_shape_str(q), ct_tensor_shape_str(k), ct_tensor_shape_str(v));
}

static int mask_check(const ct_call *c, const ct_tensor *m, const ct_tensor *q,
                      const ct_tensor *k)
{
    int64_t shape[] = {q->shape[0], q->shape[1], q->shape[2], k->shape[2]};
    if (m && !ct_shape_equal(m->ndim, m->shape, 4, shape)) {
        return ct_error(CT_ERR_RUNTIME,
                        "scaled_dot_product_attention: expected a mask that broadcasts "
                        "to %s, got %s",
                        ct_shape_str(4, shape), ct_tensor_shape_str(m));
    }
    return !m ? 0
              : ct_check_dtype(c,
                               m->dtype == CT_DTYPE_BOOL ||
                                   ct_dtype_is_floating((ct_dtype)m->dtype),
                               "a floating or bool mask", (ct_dtype)m->dtype);
}

/* What both rows ask of their operands. */
static int operands_check(const ct_call *c, const ct_tensor *q, const ct_tensor *k,
                          const ct_tensor *v, const ct_tensor *mask)
{
    bool fits = q->ndim == 4 && k->ndim == 4 && v->ndim == 4 &&
                q->shape[0] == k->shape[0] && k->shape[0] == v->shape[0] &&
                k->shape[1] == v->shape[1] && k->shape[2] == v->shape[2] &&
                q->shape[3] == k->shape[3] &&
                (k->shape[1] ? q->shape[1] % k->shape[1] == 0 : q->shape[1] == 0);
    if (!fits) {
        return wrong_shapes(q, k, v);
    }
    ct_dtype d = (ct_dtype)q->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    if (k->dtype != q->dtype || v->dtype != q->dtype) {
        return ct_error(CT_ERR_RUNTIME,
                        "scaled_dot_product_attention: Expected query, key, and value "
                        "to have the same dtype, got %s, %s and %s",
                        ct_dtype_name(d), ct_dtype_name((ct_dtype)k->dtype),
                        ct_dtype_name((ct_dtype)v->dtype));
    }
    return mask_check(c, mask, q, k);
}

int ct_attention_check(ct_call *c)
{
    ct_tensor *q = ARG(c, attention, query).tensor, *k = ARG(c, attention, key).tensor,
              *v = ARG(c, attention, value).tensor;
    if (operands_check(c, q, k, v, TENSOR(c, attention, mask)) < 0) {
        return -1;
    }
    ct_dtype d = (ct_dtype)q->dtype;
    c->compute = (uint8_t)ct_dtype_compute(d);
    ct_call_result(c, CT_KEPT_attention_lse, (ct_dtype)c->compute, 3, q->shape);
    if (v->shape[3] == q->shape[3]) {
        return ct_call_following(c, 0, d, q);
    }
    int64_t *shape = ct_call_shape(c, 0);
    for (int i = 0; i < 3; i++) {
        shape[i] = q->shape[i];
    }
    shape[3] = v->shape[3];
    return ct_call_result(c, 0, d, 4, shape);
}

/* A private row: its arguments come from the gradient rule. */
int ct_attention_grad_check(ct_call *c)
{
    ct_tensor *q = ARG(c, attention_grad, query).tensor,
              *k = ARG(c, attention_grad, key).tensor,
              *v = ARG(c, attention_grad, value).tensor,
              *g = ARG(c, attention_grad, grad).tensor,
              *y = ARG(c, attention_grad, result).tensor,
              *lse = ARG(c, attention_grad, lse).tensor;
    if (operands_check(c, q, k, v, TENSOR(c, attention_grad, mask)) < 0) {
        return -1;
    }
    int64_t shape[] = {q->shape[0], q->shape[1], q->shape[2], v->shape[3]};
    if (!ct_shape_equal(4, shape, g->ndim, g->shape) ||
        !ct_shape_equal(4, shape, y->ndim, y->shape) ||
        !ct_shape_equal(3, shape, lse->ndim, lse->shape)) {
        return ct_error(CT_ERR_RUNTIME,
                        "_attention_grad: expected the tensors of an attention");
    }
    ct_dtype d = (ct_dtype)q->dtype;
    c->compute = (uint8_t)ct_dtype_compute(d);
    ct_call_following(c, CT_OUT_attention_grad_gquery, d, q);
    ct_call_following(c, CT_OUT_attention_grad_gkey, d, k);
    return ct_call_following(c, CT_OUT_attention_grad_gvalue, d, v);
}

/* ---- in other ops ---------------------------------------------------------- */

typedef struct heads { /* queries by the keys that they share */
    int64_t b, g, r, l, s, e, d;
    ct_dtype work;
} heads;

static ct_tensor *shaped(ct_scope *s, const heads *h, ct_tensor *t, int64_t share,
                         int64_t rows, int64_t columns)
{
    int64_t shape[] = {h->b, h->g, share, rows, columns};
    return ct_s_cast(s, ct_s_reshape(s, t, (ct_dims){5, shape}), h->work);
}

static ct_tensor *transposed(ct_scope *s, ct_tensor *t)
{
    return ct_s_transpose(s, t, -2, -1);
}

/* The scores with -inf where no query may look. */
static ct_tensor *masked_scores(ct_scope *s, ct_call *c, const heads *h, ct_tensor *q,
                                ct_tensor *k)
{
    ct_tensor *x = ct_s_matmul(s, q, transposed(s, k));
    x = ct_s_mul(s, x, ct_s_float(s, ARG(c, attention_grad, scale).f));
    ct_tensor *mask = TENSOR(c, attention_grad, mask),
              *never = ct_s_float(s, -INFINITY);
    if (mask && mask->dtype == CT_DTYPE_BOOL) {
        int64_t shape[] = {h->b, h->g, h->r, h->l, h->s};
        mask = ct_s_reshape(s, mask, (ct_dims){5, shape});
        x = ct_s_masked_fill(s, x, ct_s_logical_not(s, mask), never);
    } else if (mask) {
        x = ct_s_add(s, x, shaped(s, h, mask, h->r, h->l, h->s));
    }
    if (x && ARG(c, attention_grad, causal).i) {
        int64_t shape[] = {h->l, h->s};
        ct_tensor *none = ct_s_new_zeros(s, CT_DTYPE_BOOL, 2, shape, CT_PLACE(x));
        ct_tensor *seen = ct_s_tril(s, ct_s_logical_not(s, none));
        x = ct_s_masked_fill(s, x, ct_s_logical_not(s, seen), never);
    }
    return x;
}

/* Where a query looks nowhere all is 0: its log of sums is -infinity. */
static ct_tensor *chances(ct_scope *s, const heads *h, ct_tensor *x, ct_tensor *lse)
{
    ct_tensor *nowhere =
        ct_s_eq(s, shaped(s, h, lse, h->r, h->l, 1), ct_s_float(s, -INFINITY));
    x = ct_s_masked_fill(s, x, nowhere, ct_s_int(s, 0));
    return ct_s_masked_fill(s, ct_s_softmax(s, x, -1), nowhere, ct_s_int(s, 0));
}

static ct_tensor *given_shape(ct_scope *s, ct_tensor *t, const ct_tensor *like)
{
    t = ct_s_reshape(s, t, (ct_dims){like->ndim, like->shape});
    return ct_s_cast(s, t, (ct_dtype)like->dtype);
}

/* With p the chances and h = grad value': ds = p (h - sum(p h)) scale. */
CT_BODY(attention_grad)
{
    ct_tensor *query = ARG(c, attention_grad, query).tensor,
              *key = ARG(c, attention_grad, key).tensor,
              *value = ARG(c, attention_grad, value).tensor;
    int64_t g = key->shape[1];
    heads h = {query->shape[0],
               g,
               g ? query->shape[1] / g : 0,
               query->shape[2],
               key->shape[2],
               query->shape[3],
               value->shape[3],
               ct_dtype_compute((ct_dtype)query->dtype)};
    ct_tensor *q = shaped(s, &h, query, h.r, h.l, h.e),
              *k = shaped(s, &h, key, 1, h.s, h.e),
              *v = shaped(s, &h, value, 1, h.s, h.d);
    ct_tensor *grad = shaped(s, &h, ARG(c, attention_grad, grad).tensor, h.r, h.l, h.d);
    ct_tensor *p = chances(s, &h, masked_scores(s, c, &h, q, k),
                           ARG(c, attention_grad, lse).tensor);
    ct_dims shared = {1, &(int64_t){2}}, last = {1, &(int64_t){-1}};
    ct_tensor *gv = ct_s_matmul(s, transposed(s, p), grad);
    gv = given_shape(s, ct_s_sum(s, gv, .dim = shared), value);
    ct_tensor *gp = ct_s_mul(s, p, ct_s_matmul(s, grad, transposed(s, v)));
    ct_tensor *sums = ct_s_sum(s, gp, .dim = last, .keepdim = true);
    ct_tensor *ds = ct_s_sub(s, gp, ct_s_mul(s, p, sums));
    ds = ct_s_mul(s, ds, ct_s_float(s, ARG(c, attention_grad, scale).f));
    ct_tensor *gk = ct_s_matmul(s, transposed(s, ds), q);
    gk = given_shape(s, ct_s_sum(s, gk, .dim = shared), key);
    OUT(c, attention_grad, gkey) = gk ? ct_newref(gk) : NULL;
    OUT(c, attention_grad, gvalue) = gv ? ct_newref(gv) : NULL;
    return given_shape(s, ct_s_matmul(s, ds, k), query);
}
