/* rules_view: gradients of views and copies.
 *
 * A view of other shape is undone by reshape, a view of other order by the inverse
 * order, a view of a part by scattering into zeros: the part's layout is found again
 * from the row's arguments (ops/view.h). */
#include <string.h>

#include "autograd/rule.h"
#include "ops/scope.h"
#include "ops/strided.h"
#include "ops/view.h"
#include "rows/arithmetic.h"
#include "rows/join.h"
#include "rows/view.h"

/* ---- order -------------------------------------------------------------- */

void ct_transpose_grad(ct_rule *r)
{
    r->gx[0] =
        ct_s_transpose(S(r), G(r, 0), V(r, transpose, dim0).i, V(r, transpose, dim1).i);
}

void ct_t_grad(ct_rule *r)
{
    ct_tensor *g = G(r, 0);
    r->gx[0] = g->ndim == 2 ? ct_s_transpose(S(r), g, 0, 1) : g;
}

void ct_matrix_T_grad(ct_rule *r)
{
    r->gx[0] = ct_s_transpose(S(r), G(r, 0), -2, -1);
}

void ct_numpy_T_grad(ct_rule *r)
{
    int64_t order[CT_MAX_NDIM];
    ct_tensor *g = G(r, 0);
    for (int i = 0; i < g->ndim; i++) {
        order[i] = g->ndim - 1 - i;
    }
    r->gx[0] = ct_s_permute(S(r), g, (ct_dims){g->ndim, order});
}

/* Dim i of the result was dim order[i] of the input. */
static ct_tensor *unpermute(ct_rule *r, int n, const int64_t *order)
{
    int64_t inverse[CT_MAX_NDIM];
    for (int i = 0; i < n; i++) {
        inverse[order[i]] = i;
    }
    return ct_s_permute(S(r), G(r, 0), (ct_dims){n, inverse});
}

void ct_permute_grad(ct_rule *r)
{
    ct_dims order = V(r, permute, dims).dims;
    r->gx[0] = unpermute(r, (int)order.n, order.v);
}

void ct_movedim_grad(ct_rule *r)
{
    int64_t order[CT_MAX_NDIM];
    int n = G(r, 0)->ndim;
    if (ct_movedim_order("movedim", n, V(r, movedim, source).dims,
                         V(r, movedim, destination).dims, order) == 0) {
        r->gx[0] = unpermute(r, n, order);
    }
}

/* ---- shape -------------------------------------------------------------- */

static void reshape_back(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    r->gx[0] = ct_s_reshape(S(r), G(r, 0), (ct_dims){x.ndim, x.shape});
}

#define RESHAPED(name)                \
    void ct_##name##_grad(ct_rule *r) \
    {                                 \
        reshape_back(r);              \
    }
RESHAPED(view)
RESHAPED(reshape)
RESHAPED(flatten)
RESHAPED(ravel)
RESHAPED(unflatten)
RESHAPED(squeeze)
RESHAPED(unsqueeze)

void ct_view_dtype_grad(ct_rule *r)
{
    ct_scope_fail(
        S(r), CT_ERR_RUNTIME,
        "view: expected a conversion of values, got the same bytes as another "
        "dtype, which has no gradient; use to(dtype)");
}

void ct_expand_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    r->gx[0] = ct_s_sum_to(S(r), G(r, 0), x.ndim, x.shape);
}

/* ---- parts -------------------------------------------------------------- */

static void scatter_back(ct_rule *r, ct_layout_fn change)
{
    ct_out_info x = ct_rule_info(r, 0);
    ct_layout l;
    ct_layout_rows(&l, x.ndim, x.shape);
    if (change(&l, r->node->op->pyname, r->node->arg) == 0) {
        r->gx[0] = ct_s_layout_put(S(r), G(r, 0), (ct_dims){x.ndim, x.shape}, &l);
    }
}

#define SCATTERED(name)                    \
    void ct_##name##_grad(ct_rule *r)      \
    {                                      \
        scatter_back(r, ct_layout_##name); \
    }
SCATTERED(select)
SCATTERED(narrow)
SCATTERED(slice)
SCATTERED(basic_index)
SCATTERED(diagonal)
SCATTERED(unfold)

/* What the layouts of input and result reach of the storage, in elements. */
static bool reach(ct_layout *l, int64_t *low, int64_t *high)
{
    int64_t a, b;
    if (ct_shape_extent("as_strided", l->ndim, l->shape, l->strides, 1, &a, &b) < 0) {
        return false;
    }
    if (a != b) { /* not empty */
        *low = l->offset + a < *low ? l->offset + a : *low;
        *high = l->offset + b > *high ? l->offset + b : *high;
    }
    return true;
}

/* The gradient of the storage between the two ends, and of that the input's part. */
void ct_as_strided_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    ct_tensor *g = G(r, 0);
    const int64_t *own = D(r); /* strides, offset */
    ct_layout in, out;
    int64_t low = INT64_MAX, high = 0;
    in.ndim = x.ndim;
    in.offset = own[x.ndim];
    memcpy(in.shape, x.shape, x.ndim * sizeof *x.shape);
    memcpy(in.strides, own, x.ndim * sizeof *x.shape);
    out.ndim = g->ndim;
    out.offset = HAS(r, as_strided, storage_offset) ? V(r, as_strided, storage_offset).i
                                                    : in.offset;
    memcpy(out.shape, g->shape, g->ndim * sizeof *g->shape);
    memcpy(out.strides, V(r, as_strided, stride).dims.v, g->ndim * sizeof *g->shape);
    if (ct_shape_self_overlap(in.ndim, in.shape, in.strides, 1)) {
        ct_scope_fail(S(r), CT_ERR_RUNTIME,
                      "as_strided: expected an input whose elements do not overlap, as "
                      "its gradient would be ambiguous; use clone() first");
        return;
    }
    if (g->numel == 0 || !reach(&in, &low, &high) || !reach(&out, &low, &high)) {
        return;
    }
    int64_t size = high - low;
    in.offset -= low;
    out.offset -= low;
    ct_tensor *region = ct_s_layout_put(S(r), g, (ct_dims){1, &size}, &out);
    r->gx[0] = ct_s_layout_get(S(r), region, &in);
}

/* ---- lists of parts ----------------------------------------------------- */

/* The parts' gradients, zeros where there is none, joined as they were cut. */
static void join_back(ct_rule *r, bool stacked)
{
    int64_t n = r->node->nout;
    if (n == 0) {
        return;
    }
    ct_tensor *buffer =
        ct_scope_keep(S(r), ct_tensor_new("split", CT_DTYPE_I64, 1, &n, CT_DEVICE_CPU));
    ct_tensor **parts = buffer ? (ct_tensor **)buffer->data : NULL;
    for (int64_t i = 0; parts && i < n; i++) {
        parts[i] = ct_rule_grad(r, (int)i);
    }
    if (parts) {
        ct_tensors list = {n, parts};
        ct_some dim = CT_SOME(ct_rule_value(r, r->node->op->dim)->i);
        r->gx[0] = stacked ? ct_s_stack(S(r), list, .dim = dim)
                           : ct_s_cat(S(r), list, .dim = dim);
    }
}

#define JOINED(name, stacked)         \
    void ct_##name##_grad(ct_rule *r) \
    {                                 \
        join_back(r, stacked);        \
    }
JOINED(split, false)
JOINED(split_sections, false)
JOINED(chunk, false)
JOINED(tensor_split, false)
JOINED(unbind, true)

/* The cuts may fall, so that parts overlap or leave gaps: each is added in its place. */
void ct_tensor_split_at_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    ct_dims at = V(r, tensor_split_at, indices).dims;
    int dim = (int)V(r, tensor_split_at, dim).i;
    int64_t total = x.shape[dim], start = 0;
    ct_layout l;
    ct_layout_rows(&l, x.ndim, x.shape);
    for (int64_t i = 0; i <= at.n; i++) {
        int64_t end = i == at.n ? total : at.v[i];
        end = end < -total ? 0 : end < 0 ? end + total : end > total ? total : end;
        if (G(r, i) && G(r, i)->numel) {
            l.shape[dim] = end - start;
            l.offset = start * l.strides[dim];
            ct_tensor *part =
                ct_s_layout_put(S(r), G(r, i), (ct_dims){x.ndim, x.shape}, &l);
            r->gx[0] = r->gx[0] ? ct_s_add(S(r), r->gx[0], part) : part;
        }
        start = end;
    }
}

/* ---- copies ------------------------------------------------------------- */

void ct_clone_grad(ct_rule *r)
{
    r->gx[0] = G(r, 0);
}

void ct_to_dtype_grad(ct_rule *r)
{
    r->gx[0] = ct_s_cast(S(r), G(r, 0), (ct_dtype)ct_rule_info(r, 0).dtype);
}

/* What stood there before is lost. */
static void give_zeros(ct_rule *r)
{
    if (NEEDS(r, fill_, input)) {
        ct_out_info x = ct_rule_info(r, 0);
        r->gx[0] =
            ct_s_new_zeros(S(r), (ct_dtype)x.dtype, x.ndim, x.shape, CT_PLACE(&x));
    }
}

void ct_fill__grad(ct_rule *r)
{
    give_zeros(r);
    if (NEEDS(r, fill_, value)) {
        r->gx[EDGE(r, fill_, value)] = ct_s_sum_to(S(r), G(r, 0), 0, NULL);
    }
}

void ct_zero__grad(ct_rule *r)
{
    give_zeros(r);
}

void ct_copy__grad(ct_rule *r)
{
    give_zeros(r);
    if (NEEDS(r, copy_, src)) {
        int edge = EDGE(r, copy_, src);
        ct_out_info src = ct_rule_info(r, edge);
        ct_tensor *g = ct_s_sum_to(S(r), G(r, 0), src.ndim, src.shape);
        r->gx[edge] = ct_s_cast(S(r), g, (ct_dtype)src.dtype);
    }
}
