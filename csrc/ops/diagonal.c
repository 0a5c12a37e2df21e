/* diagonal: triangles and diagonals of matrices, and copies with a part replaced.
 *
 * What replaces a part copies, takes the part as a view and writes it, so that gradients
 * go where the parts of the result come from. */
#include "rows/diagonal.h"
#include "core/layout.h"
#include "ops/scope.h"
#include "ops/strided.h"
#include "rows/reduce.h"
#include "rows/view.h"

/* ---- triangles ------------------------------------------------------------ */

int ct_tril_check(ct_call *c)
{
    ct_tensor *x = ARG(c, tril, input).tensor;
    if (x->ndim < 2) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected at least 2 dims, got shape %s",
                        c->op->name, ct_tensor_shape_str(x));
    }
    return ct_call_like(c, 0, (ct_dtype)x->dtype, x);
}

/* ---- diagonals ------------------------------------------------------------ */

/* x[..., n] on a diagonal of matrices of n + |offset| rows over dims row and column of
 * the result: added at the layout that the diagonals have there. */
static ct_tensor *embedded(ct_scope *s, ct_tensor *x, int64_t offset, int row,
                           int column)
{
    int n = x ? x->ndim : 0;
    int64_t size[CT_MAX_NDIM + 1], side;
    ct_layout all, l;
    if (!x) {
        return NULL;
    }
    if (n + 1 > CT_MAX_NDIM || offset == INT64_MIN ||
        __builtin_add_overflow(x->shape[n - 1], offset < 0 ? -offset : offset, &side)) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "diag_embed: expected fewer dims and a smaller offset");
    }
    for (int i = 0, from = 0; i <= n; i++) {
        size[i] = i == row || i == column ? side : x->shape[from++];
    }
    if (ct_shape_numel("diag_embed", n + 1, size, ct_tensor_itemsize(x), &side) < 0) {
        return ct_scope_null(s);
    }
    ct_layout_rows(&all, n + 1, size);
    ct_layout_rows(&l, n, x->shape);
    for (int i = 0, to = 0; i <= n; i++) {
        l.strides[to] = all.strides[i];
        to += i != row && i != column;
    }
    l.strides[n - 1] = all.strides[row] + all.strides[column];
    l.offset = offset < 0 ? -offset * all.strides[row] : offset * all.strides[column];
    return ct_s_layout_put(s, x, (ct_dims){n + 1, size}, &l);
}

CT_BODY(diag_embed)
{
    ct_tensor *x = ARG(c, diag_embed, input).tensor;
    int row = ct_dim_wrap("diag_embed", ARG(c, diag_embed, dim1).i, x->ndim + 1),
        column = ct_dim_wrap("diag_embed", ARG(c, diag_embed, dim2).i, x->ndim + 1);
    if (row < 0 || column < 0) {
        return NULL;
    }
    if (x->ndim == 0 || row == column) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "diag_embed: expected at least 1 dim, and two different "
                             "dims for the matrices");
    }
    return embedded(s, x, ARG(c, diag_embed, offset).i, row, column);
}

CT_BODY(diag)
{
    ct_tensor *x = ARG(c, diag, input).tensor;
    int64_t k = ARG(c, diag, diagonal).i;
    if (x->ndim == 1) {
        return embedded(s, x, k, 0, 1);
    }
    if (x->ndim == 2) {
        return ct_s_clone(s, ct_s_diagonal(s, x, .offset = CT_SOME(k)));
    }
    ct_error(CT_ERR_RUNTIME, "diag: expected a vector or a matrix, got shape %s",
             ct_tensor_shape_str(x));
    return NULL;
}

CT_BODY(diagflat)
{
    ct_tensor *x = ARG(c, diagflat, input).tensor;
    ct_tensor *flat = ct_s_reshape(s, x, (ct_dims){1, (int64_t[]){-1}});
    return embedded(s, flat, ARG(c, diagflat, offset).i, 0, 1);
}

CT_BODY(trace)
{
    ct_tensor *x = ARG(c, trace, input).tensor;
    if (x->ndim != 2) {
        ct_error(CT_ERR_RUNTIME, "trace: expected a matrix, got shape %s",
                 ct_tensor_shape_str(x));
        return NULL;
    }
    return ct_s_sum(s, ct_s_diagonal(s, x));
}

/* ---- turned and mirrored -------------------------------------------------- */

static ct_tensor *flipped(ct_scope *s, ct_tensor *x, int64_t dim)
{
    return ct_s_flip(s, x, (ct_dims){1, &dim});
}

static ct_tensor *mirrored(ct_call *c, ct_scope *s, int dim)
{
    ct_tensor *x = ARG(c, fliplr, input).tensor;
    if (x->ndim <= dim) {
        ct_error(CT_ERR_RUNTIME, "%s: expected at least %d dims, got shape %s",
                 c->op->name, dim + 1, ct_tensor_shape_str(x));
        return NULL;
    }
    return flipped(s, x, dim);
}

CT_BODY(fliplr)
{
    return mirrored(c, s, 1);
}

CT_BODY(flipud)
{
    return mirrored(c, s, 0);
}

CT_BODY(rot90)
{
    ct_tensor *x = ARG(c, rot90, input).tensor;
    ct_dims dims = GIVEN(c, rot90, dims) ? ARG(c, rot90, dims).dims
                                         : (ct_dims){2, (int64_t[]){0, 1}};
    if (x->ndim < 2 || dims.n != 2) {
        return ct_scope_fail(s, CT_ERR_RUNTIME, "rot90: expected two different dims");
    }
    int64_t a = dims.v[0], b = dims.v[1];
    switch ((ARG(c, rot90, k).i % 4 + 4) % 4) {
    case 1:
        return ct_s_contiguous_copy(s, ct_s_transpose(s, flipped(s, x, b), a, b));
    case 2:
        return ct_s_flip(s, x, dims);
    case 3:
        return flipped(s, ct_s_transpose(s, x, a, b), b);
    default:
        return ct_s_contiguous_copy(s, x);
    }
}

/* ---- a part replaced ------------------------------------------------------- */

/* `copy` with src in its part `view`, whose shape src has. */
static ct_tensor *replaced(ct_call *c, ct_scope *s, ct_tensor *copy, ct_tensor *view,
                           ct_tensor *src)
{
    if (!copy || !view) {
        return NULL;
    }
    if (!ct_shape_equal(view->ndim, view->shape, src->ndim, src->shape)) {
        ct_error(CT_ERR_RUNTIME, "%s: expected src of the shape %s of the part, got %s",
                 c->op->name, ct_tensor_shape_str(view), ct_tensor_shape_str(src));
        return NULL;
    }
    ct_call write;
    ct_call_init(&write, CT_ROW(copy_));
    ct_call_tensor(&write, CT_AT(copy_, input), view);
    ct_call_tensor(&write, CT_AT(copy_, src), src);
    return ct_scope_run_in_place(s, &write) ? copy : NULL;
}

CT_BODY(diagonal_scatter)
{
    ct_tensor *y = ct_s_contiguous_copy(s, ARG(c, diagonal_scatter, input).tensor);
    ct_tensor *part =
        ct_s_diagonal(s, y, .offset = CT_SOME(ARG(c, diagonal_scatter, offset).i),
                      .dim1 = CT_SOME(ARG(c, diagonal_scatter, dim1).i),
                      .dim2 = CT_SOME(ARG(c, diagonal_scatter, dim2).i));
    return replaced(c, s, y, part, ARG(c, diagonal_scatter, src).tensor);
}

CT_BODY(select_scatter)
{
    ct_tensor *y = ct_s_contiguous_copy(s, ARG(c, select_scatter, input).tensor);
    ct_tensor *part = ct_s_select(s, y, ARG(c, select_scatter, dim).i,
                                  ARG(c, select_scatter, index).i);
    return replaced(c, s, y, part, ARG(c, select_scatter, src).tensor);
}

/* Python's slice of n elements with a positive step: first, and how many. */
static void slice_of(int64_t n, int64_t *start, int64_t *end, int64_t step)
{
    int64_t *ends[] = {start, end};
    for (int i = 0; i < 2; i++) {
        int64_t v = *ends[i] < 0 ? *ends[i] + n : *ends[i];
        *ends[i] = v < 0 ? 0 : v > n ? n : v;
    }
    *end = *end > *start ? (*end - *start - 1) / step + 1 : 0;
}

CT_BODY(slice_scatter)
{
    ct_tensor *x = ARG(c, slice_scatter, input).tensor;
    int64_t dim = ARG(c, slice_scatter, dim).i, step = ARG(c, slice_scatter, step).i;
    if (step < 1 || x->ndim == 0) {
        return ct_scope_fail(s, step < 1 ? CT_ERR_RUNTIME : CT_ERR_INDEX,
                             "slice_scatter: expected a step of at least 1, and an "
                             "input with dims");
    }
    int64_t start = GIVEN(c, slice_scatter, start) ? ARG(c, slice_scatter, start).i : 0;
    int64_t end =
        GIVEN(c, slice_scatter, end) ? ARG(c, slice_scatter, end).i : INT64_MAX;
    slice_of(x->shape[dim], &start, &end, step);
    ct_tensor *y = ct_s_contiguous_copy(s, x);
    ct_tensor *part = ct_s_slice(s, y, dim, start, end, step);
    return replaced(c, s, y, part, ARG(c, slice_scatter, src).tensor);
}

CT_BODY(as_strided_scatter)
{
    ct_tensor *x = ARG(c, as_strided_scatter, input).tensor;
    if (!ct_tensor_is_contiguous(x) || x->data != x->storage->data) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "as_strided_scatter: expected an input that is contiguous "
                             "and has its storage to itself; use .contiguous()");
    }
    ct_tensor *y = ct_s_contiguous_copy(s, x);
    int64_t offset = GIVEN(c, as_strided_scatter, storage_offset)
                         ? ARG(c, as_strided_scatter, storage_offset).i
                         : 0;
    ct_tensor *part = ct_s_as_strided(s, y, ARG(c, as_strided_scatter, size).dims,
                                      ARG(c, as_strided_scatter, stride).dims,
                                      .storage_offset = CT_SOME(offset));
    return replaced(c, s, y, part, ARG(c, as_strided_scatter, src).tensor);
}
