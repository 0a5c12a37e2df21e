/* rules_index: gradients of reading and writing at indices and masks.
 *
 * Reading's gradient adds into zeros; writing's reads what was written and clears it
 * from the input's. Each is made of index rows, which have gradients of their own. */
#include <string.h>

#include "autograd/rule.h"
#include "ops/scope.h"
#include "ops/strided.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/index.h"
#include "rows/view.h"

static ct_tensor *zeros_like(ct_rule *r, int edge)
{
    ct_out_info x = ct_rule_info(r, edge);
    return ct_s_new_zeros(S(r), (ct_dtype)x.dtype, x.ndim, x.shape, CT_PLACE(&x));
}

static int64_t dim_of(const ct_rule *r)
{
    return V(r, gather, dim).i;
}

/* A fresh tensor of zeros is written in place: nobody else sees it. */
static ct_tensor *run_in_place(ct_rule *r, ct_call *c)
{
    c->form = CT_FORM_INPLACE;
    c->out[0] = ct_newref(FIRST(c));
    return ct_scope_run(S(r), c);
}

/* zeros.row_(dim, index, g) */
static ct_tensor *add_along(ct_rule *r, const ct_op *row)
{
    ct_tensor *zeros = zeros_like(r, 0), *index = X(r, gather, index);
    ct_call c;
    if (!zeros || !index) {
        return NULL;
    }
    ct_call_init(&c, row);
    ct_call_tensor(&c, CT_AT(scatter_add, input), zeros);
    ct_call_int(&c, CT_AT(scatter_add, dim), dim_of(r));
    ct_call_tensor(&c, CT_AT(scatter_add, index), index);
    ct_call_tensor(&c, CT_AT(scatter_add, src), G(r, 0));
    return run_in_place(r, &c);
}

/* ---- one index for each element ----------------------------------------- */

void ct_gather_grad(ct_rule *r)
{
    r->gx[0] = add_along(r, CT_ROW(scatter_add));
}

/* g as the first elements along each dim, zeros behind them. */
static ct_tensor *padded(ct_scope *s, ct_tensor *g, int ndim, const int64_t *size)
{
    ct_layout l;
    if (!g || ct_shape_equal(g->ndim, g->shape, ndim, size)) {
        return g;
    }
    ct_layout_rows(&l, ndim, size);
    memcpy(l.shape, g->shape, (size_t)ndim * sizeof *size);
    return ct_s_layout_put(s, g, (ct_dims){ndim, size}, &l);
}

/* The gradient of src is read where src went; src may be larger than index. */
static void source_grad(ct_rule *r)
{
    if (NEEDS(r, scatter, src)) {
        ct_out_info src = ct_rule_info(r, EDGE(r, scatter, src));
        ct_tensor *g = ct_s_gather(S(r), G(r, 0), dim_of(r), X(r, scatter, index));
        r->gx[EDGE(r, scatter, src)] = src.ndim
                                           ? padded(S(r), g, src.ndim, src.shape)
                                           : ct_s_reshape(S(r), g, (ct_dims){0, NULL});
    }
}

void ct_scatter_grad(ct_rule *r)
{
    if (NEEDS(r, scatter, input)) {
        r->gx[0] = ct_s_scatter_value(S(r), G(r, 0), dim_of(r), X(r, scatter, index),
                                      ct_s_int(S(r), 0));
    }
    source_grad(r);
}

void ct_scatter_value_grad(ct_rule *r)
{
    if (NEEDS(r, scatter_value, input)) {
        r->gx[0] = ct_s_scatter_value(S(r), G(r, 0), dim_of(r),
                                      X(r, scatter_value, index), ct_s_int(S(r), 0));
    }
}

void ct_scatter_add_grad(ct_rule *r)
{
    r->gx[0] = G(r, 0);
    source_grad(r);
}

/* Equal extremes share, what was there among them; NaNs, where there are any. */
void ct_scatter_amax_grad(ct_rule *r)
{
    ct_tensor *x = X(r, scatter_amax, input), *index = X(r, scatter_amax, index);
    ct_tensor *y = Y(r, scatter_amax, result), *src = X(r, scatter_amax, src);
    int64_t dim = V(r, scatter_amax, dim).i;
    ct_tensor *stays = ct_s_logical_or(S(r), ct_s_eq(S(r), x, y), ct_s_isnan(S(r), x));
    ct_tensor *wins = ct_s_eq(S(r), src, ct_s_gather(S(r), y, dim, index));
    wins = ct_s_logical_or(S(r), wins, ct_s_isnan(S(r), src));
    ct_tensor *count = ct_s_scatter_add(S(r), ct_s_cast(S(r), stays, CT_DTYPE_I64), dim,
                                        index, ct_s_cast(S(r), wins, CT_DTYPE_I64));
    ct_tensor *share = ct_s_true_divide(S(r), G(r, 0), count);
    if (NEEDS(r, scatter_amax, input)) {
        r->gx[0] = ct_s_mul(S(r), share, stays);
    }
    if (NEEDS(r, scatter_amax, src)) {
        ct_tensor *g = ct_s_mul(S(r), ct_s_gather(S(r), share, dim, index), wins);
        r->gx[EDGE(r, scatter_amax, src)] = g;
    }
}

/* ---- one index for each slice ------------------------------------------- */

void ct_index_select_grad(ct_rule *r)
{
    r->gx[0] = add_along(r, CT_ROW(index_add));
}

static ct_tensor *slices(ct_rule *r)
{
    return ct_s_index_select(S(r), G(r, 0), dim_of(r), X(r, index_copy, index));
}

/* Source in the shape it had: it may be 0-d where the slices have one dim. */
static ct_tensor *like_source(ct_rule *r, ct_tensor *g)
{
    ct_out_info src = ct_rule_info(r, EDGE(r, index_copy, source));
    return ct_s_reshape(S(r), g, (ct_dims){src.ndim, src.shape});
}

void ct_index_add_grad(ct_rule *r)
{
    r->gx[0] = G(r, 0);
    if (NEEDS(r, index_add, source)) {
        ct_tensor *g = like_source(r, slices(r));
        ct_tensor *alpha = X(r, index_add, alpha);
        r->gx[EDGE(r, index_add, source)] =
            alpha ? ct_s_mul(S(r), g, ct_scope_conj(S(r), alpha)) : g;
    }
}

void ct_index_copy_grad(ct_rule *r)
{
    if (NEEDS(r, index_copy, input)) {
        r->gx[0] = ct_s_index_fill(S(r), G(r, 0), dim_of(r), X(r, index_copy, index),
                                   ct_s_int(S(r), 0));
    }
    if (NEEDS(r, index_copy, source)) {
        r->gx[EDGE(r, index_copy, source)] = like_source(r, slices(r));
    }
}

/* The places filled, each once however often index names it. */
static ct_tensor *filled_places(ct_rule *r)
{
    ct_tensor *g = G(r, 0), *index = X(r, index_copy, index);
    ct_tensor *none =
        ct_s_new_zeros(S(r), CT_DTYPE_BOOL, g->ndim, g->shape, CT_PLACE(g));
    ct_tensor *one = ct_s_int(S(r), 1);
    ct_call c;
    if (!none || !index || !one) {
        return NULL;
    }
    ct_call_init(&c, CT_ROW(index_fill));
    ct_call_tensor(&c, CT_AT(index_fill, input), none);
    ct_call_int(&c, CT_AT(index_fill, dim), dim_of(r));
    ct_call_tensor(&c, CT_AT(index_fill, index), index);
    ct_call_tensor(&c, CT_AT(index_fill, value), one);
    return run_in_place(r, &c);
}

/* The gradient where mask is set, to be summed: of a shape that is known. */
static ct_tensor *picked(ct_rule *r, ct_tensor *mask)
{
    return ct_s_where(S(r), mask, G(r, 0), ct_s_int(S(r), 0));
}

void ct_index_fill_grad(ct_rule *r)
{
    if (NEEDS(r, index_fill, input)) {
        r->gx[0] = ct_s_index_fill(S(r), G(r, 0), dim_of(r), X(r, index_fill, index),
                                   ct_s_int(S(r), 0));
    }
    if (NEEDS(r, index_fill, value)) {
        ct_tensor *g = picked(r, filled_places(r));
        r->gx[EDGE(r, index_fill, value)] = ct_s_sum_to(S(r), g, 0, NULL);
    }
}

/* ---- masks -------------------------------------------------------------- */

static void cleared_input(ct_rule *r)
{
    if (NEEDS(r, masked_fill, input)) {
        ct_out_info x = ct_rule_info(r, 0);
        ct_tensor *g =
            ct_s_masked_fill(S(r), G(r, 0), X(r, masked_fill, mask), ct_s_int(S(r), 0));
        r->gx[0] = ct_s_sum_to(S(r), g, x.ndim, x.shape);
    }
}

void ct_masked_fill_grad(ct_rule *r)
{
    cleared_input(r);
    if (NEEDS(r, masked_fill, value)) {
        r->gx[EDGE(r, masked_fill, value)] =
            ct_s_sum_to(S(r), picked(r, X(r, masked_fill, mask)), 0, NULL);
    }
}

void ct_masked_scatter_grad(ct_rule *r)
{
    cleared_input(r);
    if (NEEDS(r, masked_scatter, source)) {
        int edge = EDGE(r, masked_scatter, source);
        ct_out_info src = ct_rule_info(r, edge);
        int64_t numel = 1;
        for (int i = 0; i < src.ndim; i++) {
            numel *= src.shape[i];
        }
        ct_tensor *g =
            ct_s_masked_pack(S(r), G(r, 0), X(r, masked_scatter, mask), numel);
        r->gx[edge] = ct_s_reshape(S(r), g, (ct_dims){src.ndim, src.shape});
    }
}

void ct_masked_pack_grad(ct_rule *r)
{
    ct_tensor *zeros = zeros_like(r, 0);
    r->gx[0] = ct_s_masked_scatter(S(r), zeros, X(r, masked_pack, mask), G(r, 0));
}

/* ---- raveled indices ---------------------------------------------------- */

void ct_index_flat_grad(ct_rule *r)
{
    ct_tensor *zeros = zeros_like(r, 0), *index = X(r, index_flat, index);
    ct_dims dims = V(r, index_flat, dims).dims;
    ct_call c;
    if (!zeros || !index) {
        return;
    }
    ct_call_init(&c, CT_ROW(index_put_flat));
    ct_call_tensor(&c, CT_AT(index_put_flat, input), zeros);
    ct_call_tensor(&c, CT_AT(index_put_flat, index), index);
    ct_call_tensor(&c, CT_AT(index_put_flat, values), G(r, 0));
    ct_call_dims(&c, CT_AT(index_put_flat, dims), dims.n, dims.v);
    ct_call_int(&c, CT_AT(index_put_flat, at), V(r, index_flat, at).i);
    ct_call_int(&c, CT_AT(index_put_flat, accumulate), true);
    r->gx[0] = run_in_place(r, &c);
}

void ct_index_put_flat_grad(ct_rule *r)
{
    ct_dims dims = V(r, index_put_flat, dims).dims;
    int64_t at = V(r, index_put_flat, at).i;
    bool accumulate = V(r, index_put_flat, accumulate).i;
    ct_tensor *index = X(r, index_put_flat, index);
    if (NEEDS(r, index_put_flat, input)) {
        ct_tensor *zero =
            ct_s_new_zeros(S(r), (ct_dtype)G(r, 0)->dtype, 0, NULL, CT_PLACE(G(r, 0)));
        r->gx[0] = accumulate ? G(r, 0)
                              : ct_s_index_put_flat(S(r), G(r, 0), index, zero, dims,
                                                    at, false);
    }
    if (NEEDS(r, index_put_flat, values)) {
        int edge = EDGE(r, index_put_flat, values);
        ct_out_info values = ct_rule_info(r, edge);
        ct_tensor *g = ct_s_index_flat(S(r), G(r, 0), index, dims, at);
        r->gx[edge] = ct_s_sum_to(S(r), g, values.ndim, values.shape);
    }
}
