/* index_list: rows that index several dims at once.
 *
 * NOTE [Raveled indices] A list of index tensors and masks, one for each dim or none,
 * becomes one int64 tensor of row-major numbers over the indexed dims; reading, writing
 * and their gradients then share it. (The indices of a single dim are that tensor
 * themselves, negative ones included.) Where the indexed
 * dims follow each other their place is taken by the dims of the indices; else those
 * come first, as in NumPy. */
#include <string.h>

#include "ops/index.h"
#include "ops/scope.h"
#include "rows/index.h"
#include "rows/view.h"

typedef struct plan {
    ct_tensor *flat; /* borrowed from the scope */
    int n;           /* indexed dims */
    int at;
    int64_t dims[CT_MAX_NDIM];
} plan;

/* A list of at most one index for each dim, masks taken apart. */
typedef struct indices {
    int n;
    int next;         /* the dim that the next entry is for */
    ct_tensor *only;  /* the only entry, when that is a mask */
    ct_tensor *v[CT_MAX_NDIM];
    int64_t dims[CT_MAX_NDIM], sizes[CT_MAX_NDIM];
} indices;

static int too_many(const ct_tensor *x)
{
    return ct_error(CT_ERR_INDEX, "too many indices for tensor of dimension %d",
                    x->ndim);
}

static int add_index(indices *list, const ct_tensor *x, ct_tensor *index)
{
    if (list->next >= x->ndim) {
        return too_many(x);
    }
    list->v[list->n] = index;
    list->dims[list->n] = list->next;
    list->sizes[list->n++] = x->shape[list->next++];
    return 0;
}

static int check_mask(const ct_tensor *x, const ct_tensor *mask, int dim)
{
    if (dim + mask->ndim > x->ndim) {
        return too_many(x);
    }
    for (int i = 0; i < mask->ndim; i++) {
        if (mask->shape[i] != x->shape[dim + i]) {
            return ct_error(CT_ERR_INDEX,
                            "The shape of the mask %s at index %d does not match the "
                            "shape of the indexed tensor %s at index %d",
                            ct_tensor_shape_str(mask), i, ct_tensor_shape_str(x),
                            dim + i);
        }
    }
    return mask->ndim ? 0
                      : ct_error(CT_ERR_INDEX, "expected a mask of at least 1 "
                                               "dimension, got a 0-d tensor");
}

/* A mask among other indices: the coordinates of its elements, a tensor per dim. */
static int add_mask(ct_scope *s, indices *list, const ct_tensor *x, ct_tensor *mask)
{
    ct_tensor *found = ct_s_nonzero(s, mask);
    for (int i = 0; i < mask->ndim; i++) {
        ct_tensor *column = ct_s_select(s, found, 1, i);
        if (!column || add_index(list, x, column) < 0) {
            return -1;
        }
    }
    return 0;
}

static bool is_mask(const ct_tensor *t)
{
    return t->dtype == CT_DTYPE_BOOL || t->dtype == CT_DTYPE_U8;
}

static int read_entry(ct_scope *s, indices *list, ct_tensor *x, ct_tensor *index,
                      bool alone)
{
    if (!index) {
        list->next++;
        return list->next > x->ndim ? too_many(x) : 0;
    }
    if (!ct_dtype_is_integral((ct_dtype)index->dtype)) {
        return ct_error(
            CT_ERR_INDEX,
            "tensors used as indices must be integer or bool tensors, got %s",
            ct_dtype_name((ct_dtype)index->dtype));
    }
    if (!is_mask(index)) {
        return add_index(list, x, index);
    }
    if (check_mask(x, index, list->next) < 0) {
        return -1;
    }
    if (!alone) {
        return add_mask(s, list, x, index);
    }
    list->only = index;
    for (int i = 0; i < index->ndim; i++) {
        if (add_index(list, x, index) < 0) {
            return -1;
        }
    }
    return 0;
}

static int plan_make(ct_scope *s, plan *p, ct_tensor *x, ct_tensors given)
{
    indices list; /* large, so not cleared as a whole */
    int64_t entries = 0;
    list.n = list.next = 0;
    list.only = NULL;
    for (int64_t i = 0; i < given.n; i++) {
        entries += given.v[i] != NULL;
    }
    for (int64_t i = 0; i < given.n; i++) {
        if (read_entry(s, &list, x, given.v[i], entries == 1) < 0) {
            s->failed = true;
            return -1;
        }
    }
    p->n = list.n;
    memcpy(p->dims, list.dims, (size_t)list.n * sizeof *list.dims);
    bool together = list.n == 0 || list.dims[list.n - 1] - list.dims[0] == list.n - 1;
    p->at = list.n && together ? (int)list.dims[0] : 0;
    if (list.n == 1 && !list.only && list.v[0]->dtype == CT_DTYPE_I64) {
        p->flat =
            list.v[0]; /* a single dim's indices are wrapped where they are used */
        return 0;
    }
    p->flat = list.only ? ct_s_mask_flat(s, list.only)
                        : ct_s_ravel_index(s, (ct_tensors){list.n, list.v},
                                           (ct_dims){list.n, list.sizes},
                                           (ct_dims){list.n, list.dims});
    return p->flat ? 0 : -1;
}

/* ---- composites --------------------------------------------------------- */

int ct_index_body(ct_call *c)
{
    ct_tensor *x = ARG(c, index, input).tensor, *y = NULL;
    ct_scope s;
    plan p;
    ct_scope_begin(&s);
    if (plan_make(&s, &p, x, ARG(c, index, indices).tensors) == 0) {
        y = ct_s_index_flat(&s, x, p.flat, (ct_dims){p.n, p.dims}, p.at);
    }
    c->out[0] = ct_scope_return(&s, y);
    return c->out[0] ? 0 : -1;
}

int ct_index_put_body(ct_call *c)
{
    ct_tensor *x = ARG(c, index_put, input).tensor,
              *values = ARG(c, index_put, values).tensor;
    ct_scope s;
    ct_call put;
    plan p;
    if (values->dtype != x->dtype) {
        return ct_error(CT_ERR_RUNTIME,
                        "index_put: expected input and values of one dtype, got %s and "
                        "%s",
                        ct_dtype_name((ct_dtype)x->dtype),
                        ct_dtype_name((ct_dtype)values->dtype));
    }
    ct_scope_begin(&s);
    if (plan_make(&s, &p, x, ARG(c, index_put, indices).tensors) < 0) {
        return ct_scope_end(&s);
    }
    ct_call_init(&put, CT_ROW(index_put_flat));
    ct_call_tensor(&put, CT_AT(index_put_flat, input), x);
    ct_call_tensor(&put, CT_AT(index_put_flat, index), p.flat);
    ct_call_tensor(&put, CT_AT(index_put_flat, values), values);
    ct_call_dims(&put, CT_AT(index_put_flat, dims), p.n, p.dims);
    ct_call_int(&put, CT_AT(index_put_flat, at), p.at);
    ct_call_int(&put, CT_AT(index_put_flat, accumulate),
                ARG(c, index_put, accumulate).i);
    put.form = c->form;
    put.out[0] = c->form == CT_FORM_NEW ? NULL : ct_newref(c->out[0]);
    ct_tensor *y = ct_scope_run(&s, &put);
    y = ct_scope_return(&s, y);
    if (c->form == CT_FORM_NEW) {
        c->out[0] = y;
    } else {
        ct_xdecref(y);
    }
    return y ? 0 : -1;
}

/* Of input as a vector; an in-place call writes what comes of it. */
CT_BODY(put)
{
    ct_tensor *x = ARG(c, put, input).tensor, *index = ARG(c, put, index).tensor;
    ct_tensor *source = ARG(c, put, source).tensor;
    const int64_t all = -1;
    if (ct_check_index(c, index) < 0) {
        return NULL;
    }
    if (index->numel != source->numel) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "put: expected index and source of as many elements");
    }
    ct_tensor *flat = ct_s_reshape(s, x, (ct_dims){1, &all});
    ct_tensor *const list[] = {ct_s_reshape(s, index, (ct_dims){1, &all})};
    source = ct_s_reshape(s, source, (ct_dims){1, &all});
    if (!flat || !list[0] || !source) {
        return NULL;
    }
    ct_tensor *y = ct_s_index_put(s, flat, ct_tensors_of(1, list), source,
                                  .accumulate = ARG(c, put, accumulate).i);
    return ct_s_reshape(s, y, (ct_dims){x->ndim, x->shape});
}

int ct_take_body(ct_call *c)
{
    const int64_t all = -1, dim = 0;
    ct_tensor *x = ARG(c, take, input).tensor, *index = ARG(c, take, index).tensor;
    if (ct_check_index(c, index) < 0) {
        return -1;
    }
    ct_scope s;
    ct_scope_begin(&s);
    x = ct_s_reshape(&s, x, (ct_dims){1, &all});
    index = ct_s_cast(&s, index, CT_DTYPE_I64);
    ct_tensor *y = ct_s_index_flat(&s, x, index, (ct_dims){1, &dim}, 0);
    c->out[0] = ct_scope_return(&s, y);
    return c->out[0] ? 0 : -1;
}

/* Shapes broadcast to each other in all dims but `dim`. */
static int along_shapes(ct_tensor *x, ct_tensor *index, int dim, int64_t *xs,
                        int64_t *is)
{
    int n = x->ndim;
    if (index->ndim != n) {
        return ct_error(CT_ERR_RUNTIME,
                        "take_along_dim: input and indices should have the same number "
                        "of dimensions, but got %d and %d",
                        x->ndim, index->ndim);
    }
    for (int i = 0; i < n; i++) {
        int64_t a = x->shape[i], b = index->shape[i];
        bool fits = i == dim || a == b || a == 1 || b == 1;
        if (!fits) {
            return ct_error(CT_ERR_RUNTIME,
                            "take_along_dim: expected shapes that broadcast but in "
                            "dimension %d, got %s and %s",
                            dim, ct_tensor_shape_str(x), ct_tensor_shape_str(index));
        }
        xs[i] = i == dim || b == 1 ? a : b;
        is[i] = i == dim || a == 1 ? b : a;
    }
    return 0;
}

int ct_take_along_dim_body(ct_call *c)
{
    int64_t xs[CT_MAX_NDIM], is[CT_MAX_NDIM], dim = 0;
    const int64_t all = -1;
    if (ct_check_index(c, ARG(c, take_along_dim, indices).tensor) < 0) {
        return -1;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *x = ARG(c, take_along_dim, input).tensor,
              *index = ARG(c, take_along_dim, indices).tensor, *y = NULL;
    if (GIVEN(c, take_along_dim, dim)) {
        dim = ARG(c, take_along_dim, dim).i;
    } else {
        x = ct_s_reshape(&s, x, (ct_dims){1, &all});
        index = ct_s_reshape(&s, index, (ct_dims){1, &all});
    }
    if (x && index && along_shapes(x, index, (int)dim, xs, is) == 0) {
        const int64_t size = ct_size_at(x, (int)dim);
        index = ct_s_ravel_index(&s, (ct_tensors){1, &index}, (ct_dims){1, &size},
                                 (ct_dims){1, &dim}); /* negative ones wrapped */
        x = ct_s_expand(&s, x, (ct_dims){x->ndim, xs});
        index = ct_s_expand(&s, index, (ct_dims){x ? x->ndim : 0, is});
        y = ct_s_gather(&s, x, dim, index);
    }
    c->out[0] = ct_scope_return(&s, y);
    return c->out[0] ? 0 : -1;
}

/* ---- raveling ----------------------------------------------------------- */

int ct_ravel_index_check(ct_call *c)
{
    ct_tensors list = ARG(c, ravel_index, indices).tensors;
    int64_t *shape = ct_call_shape(c, 0);
    int ndim = 0;
    if (ARG(c, ravel_index, sizes).dims.n != list.n ||
        ARG(c, ravel_index, dims).dims.n != list.n) {
        return ct_error(CT_ERR_RUNTIME, "_ravel_index: expected a size and a dim for "
                                        "each index");
    }
    for (int64_t i = 0; i < list.n; i++) {
        const ct_tensor *t = list.v[i];
        if (!t || !ct_dtype_is_integral((ct_dtype)t->dtype)) {
            return ct_error(CT_ERR_INDEX, "_ravel_index: expected integer tensors");
        }
        if (ct_shape_broadcast("shape mismatch: indexing", &ndim, shape, t->ndim,
                               t->shape) < 0) {
            ct_error_clear();
            return ct_error(CT_ERR_INDEX,
                            "shape mismatch: indexing tensors could not be broadcast "
                            "together with shapes %s and %s",
                            ct_tensor_shape_str(list.v[0]), ct_tensor_shape_str(t));
        }
    }
    return ct_call_result(c, 0, CT_DTYPE_I64, ndim, shape);
}

/* ---- at raveled indices ------------------------------------------------- */

/* Dims of x that are not indexed, in `mask`'s complement; -1 with the error. */
static int check_dims(const ct_call *c, ct_dims dims, int64_t at, uint64_t *mask)
{
    const ct_tensor *x = FIRST(c);
    bool good = dims.n <= x->ndim && at >= 0 && at <= x->ndim - dims.n;
    *mask = 0;
    for (int64_t i = 0; good && i < dims.n; i++) { /* rising */
        good = dims.v[i] >= 0 && dims.v[i] < x->ndim && !(*mask >> dims.v[i]);
        *mask |= good ? (uint64_t)1 << dims.v[i] : 0;
    }
    if (!good || ARG(c, index_flat, index).tensor->dtype != CT_DTYPE_I64) {
        return ct_error(CT_ERR_INDEX, "%s: expected int64 indices for rising dims",
                        c->op->pyname);
    }
    return 0;
}

/* Other dims before `at`, the dims of the indices, the remaining dims. */
int ct_indexed_shape(const ct_call *c, ct_dims dims, int64_t at, int64_t *shape)
{
    const ct_tensor *x = FIRST(c), *index = ARG(c, index_flat, index).tensor;
    uint64_t mask;
    if (check_dims(c, dims, at, &mask) < 0) {
        return -1;
    }
    int ndim = x->ndim - (int)dims.n + index->ndim, n = 0, other = 0;
    if (ndim > CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME, "index: expected at most %d dimensions, got %d",
                        CT_MAX_NDIM, ndim);
    }
    for (int d = 0; d <= x->ndim; d++) {
        if (other == at && n == other) {
            memcpy(shape + n, index->shape, index->ndim * sizeof *shape);
            n += index->ndim;
        }
        if (d < x->ndim && !(mask >> d & 1)) {
            shape[n++] = x->shape[d];
            other++;
        }
    }
    return ndim;
}

int ct_index_flat_check(ct_call *c)
{
    int64_t *shape = ct_call_shape(c, 0);
    int ndim = ct_indexed_shape(c, ARG(c, index_flat, dims).dims,
                                ARG(c, index_flat, at).i, shape);
    if (ndim < 0) {
        return -1;
    }
    return ct_call_result(c, 0, (ct_dtype)ARG(c, index_flat, input).tensor->dtype, ndim,
                          shape);
}

int ct_index_put_flat_check(ct_call *c)
{
    const ct_tensor *input = ARG(c, index_put_flat, input).tensor,
                    *values = ARG(c, index_put_flat, values).tensor;
    int64_t shape[CT_MAX_NDIM], wide[CT_MAX_NDIM];
    int ndim = ct_indexed_shape(c, ARG(c, index_put_flat, dims).dims,
                                ARG(c, index_put_flat, at).i, shape);
    if (ndim < 0) {
        return -1;
    }
    int n = ndim;
    memcpy(wide, shape, (size_t)ndim * sizeof *shape);
    if (ct_shape_broadcast("index_put", &n, wide, values->ndim, values->shape) < 0 ||
        !ct_shape_equal(n, wide, ndim, shape)) {
        ct_error_clear();
        return ct_error(
            CT_ERR_RUNTIME,
            "shape mismatch: value tensor of shape %s cannot be broadcast to "
            "indexing result of shape %s",
            ct_tensor_shape_str(values), ct_shape_str(ndim, shape));
    }
    return ct_call_like(c, 0, (ct_dtype)input->dtype, input);
}
