/* view: checks of the rows that show a tensor's bytes in another shape. */
#include "ops/view.h"

#include <string.h>

#include "rows/view.h"

/* ---- order of dims ------------------------------------------------------ */

/* Shape and strides: in the call's room, or an argument's. */
static int make_view(ct_call *c, int ndim, const int64_t *shape, const int64_t *strides,
                     char *data)
{
    return ct_call_view(c, (ct_dtype)FIRST(c)->dtype, ndim, shape, strides, data);
}

static int permuted(ct_call *c, const int64_t *order)
{
    ct_tensor *t = ARG(c, permute, input).tensor;
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0);
    for (int i = 0; i < t->ndim; i++) {
        shape[i] = t->shape[order[i]];
        strides[i] = t->strides[order[i]];
    }
    return make_view(c, t->ndim, shape, strides, t->data);
}

static int swapped(ct_call *c, int a, int b)
{
    int64_t order[CT_MAX_NDIM];
    for (int i = 0; i < ARG(c, transpose, input).tensor->ndim; i++) {
        order[i] = i == a ? b : i == b ? a : i;
    }
    return permuted(c, order);
}

int ct_transpose_check(ct_call *c)
{
    return swapped(c, (int)ARG(c, transpose, dim0).i, (int)ARG(c, transpose, dim1).i);
}

int ct_t_check(ct_call *c)
{
    int ndim = ARG(c, t, input).tensor->ndim;
    if (ndim > 2) {
        return ct_error(CT_ERR_RUNTIME,
                        "t: expected a tensor with <= 2 dimensions, got %d; "
                        "t.mT swaps the last two",
                        ndim);
    }
    return swapped(c, 0, ndim == 2 ? 1 : 0);
}

int ct_matrix_T_check(ct_call *c)
{
    int ndim = ARG(c, matrix_T, input).tensor->ndim;
    if (ndim < 2) {
        return ct_error(CT_ERR_ATTRIBUTE,
                        "mT: expected a tensor with at least 2 dimensions, got %d",
                        ndim);
    }
    return swapped(c, ndim - 2, ndim - 1);
}

int ct_numpy_T_check(ct_call *c)
{
    int64_t order[CT_MAX_NDIM];
    int ndim = ARG(c, numpy_T, input).tensor->ndim;
    for (int i = 0; i < ndim; i++) {
        order[i] = ndim - 1 - i;
    }
    return permuted(c, order);
}

int ct_permute_check(ct_call *c)
{
    int ndim = ARG(c, permute, input).tensor->ndim;
    ct_dims dims = ARG(c, permute, dims).dims;
    if (dims.n != ndim) {
        return ct_error(CT_ERR_RUNTIME, "permute: expected %d dims, got %lld", ndim,
                        (long long)dims.n);
    }
    return permuted(c, dims.v);
}

int ct_movedim_order(const char *op, int ndim, ct_dims source, ct_dims destination,
                     int64_t *order)
{
    uint64_t from = 0, to = 0;
    if (source.n != destination.n) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected as many source dims as destination dims, got %lld "
            "and %lld",
            op, (long long)source.n, (long long)destination.n);
    }
    for (int64_t i = 0; i < source.n; i++) {
        from |= (uint64_t)1 << source.v[i];
        to |= (uint64_t)1 << destination.v[i];
        order[destination.v[i]] = source.v[i];
    }
    int next = 0; /* the others fill the gaps in their order */
    for (int i = 0; i < ndim; i++) {
        if (to >> i & 1) {
            continue;
        }
        while (from >> next & 1) {
            next++;
        }
        order[i] = next++;
    }
    return 0;
}

int ct_movedim_check(ct_call *c)
{
    int64_t order[CT_MAX_NDIM];
    const ct_tensor *t = ARG(c, movedim, input).tensor;
    if (ct_movedim_order("movedim", t->ndim, ARG(c, movedim, source).dims,
                         ARG(c, movedim, destination).dims, order) < 0) {
        return -1;
    }
    return permuted(c, order);
}

/* ---- other shapes ------------------------------------------------------- */

/* The product without the -1, which must divide numel. */
static int infer_one(const char *op, ct_dims asked, int at, int64_t numel,
                     int64_t *shape)
{
    int64_t others;
    shape[at] = 1;
    if (ct_shape_numel(op, (int)asked.n, shape, 1, &others) < 0) {
        return -1;
    }
    if (others == 0 && numel == 0) {
        return ct_error(
            CT_ERR_RUNTIME,
            "cannot reshape tensor of 0 elements into shape %s because the "
            "unspecified dimension size -1 can be any value and is ambiguous",
            ct_shape_str((int)asked.n, asked.v));
    }
    if (others == 0 || numel % others != 0) {
        return ct_error(CT_ERR_RUNTIME, "shape '%s' is invalid for input of size %lld",
                        ct_shape_str((int)asked.n, asked.v), (long long)numel);
    }
    shape[at] = numel / others;
    return 0;
}

/* -1, nothing, too much: what is not settled by one product. */
static int infer_slow(const char *op, ct_dims asked, int64_t numel, int64_t *shape)
{
    int at = -1;
    int64_t count;
    if (asked.n > CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected at most %d dimensions, got %lld",
                        op, CT_MAX_NDIM, (long long)asked.n);
    }
    for (int i = 0; i < asked.n; i++) {
        shape[i] = asked.v[i];
        if (shape[i] == -1 && at >= 0) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: only one dimension can be inferred, got "
                            "shape %s",
                            op, ct_shape_str((int)asked.n, asked.v));
        }
        at = shape[i] == -1 ? i : at;
        if (shape[i] < -1) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: invalid shape dimension %lld at index %d of shape %s",
                            op, (long long)shape[i], i,
                            ct_shape_str((int)asked.n, asked.v));
        }
    }
    if (at >= 0) {
        return infer_one(op, asked, at, numel, shape);
    }
    if (ct_shape_numel(op, (int)asked.n, shape, 1, &count) < 0) {
        return -1;
    }
    if (count != numel) {
        return ct_error(CT_ERR_RUNTIME, "shape '%s' is invalid for input of size %lld",
                        ct_shape_str((int)asked.n, asked.v), (long long)numel);
    }
    return 0;
}

int ct_shape_infer(const char *op, ct_dims asked, int64_t numel, int64_t *shape)
{
    int64_t count = 1;
    bool plain = asked.n <= CT_MAX_NDIM;
    for (int i = 0; i < asked.n && plain; i++) {
        shape[i] = asked.v[i];
        plain = shape[i] > 0 && !__builtin_mul_overflow(count, shape[i], &count);
    }
    return plain && count == numel ? 0 : infer_slow(op, asked, numel, shape);
}

/* Strides for t in a new shape of as many elements; false when there are none. */
static bool restride(const ct_tensor *t, int ndim, const int64_t *shape,
                     int64_t *strides)
{
    if (ct_tensor_is_contiguous(t)) {
        ct_shape_strides(ndim, shape, ct_tensor_itemsize(t), strides);
        return true;
    }
    return ct_shape_view_strides(t->ndim, t->shape, t->strides, ct_tensor_itemsize(t),
                                 ndim, shape, strides);
}

/* The strides counted in elements, as stride() gives them. */
static const char *strides_str(const ct_tensor *t)
{
    int64_t elements[CT_MAX_NDIM];
    for (int i = 0; i < t->ndim; i++) {
        elements[i] = t->strides[i] / ct_tensor_itemsize(t);
    }
    return ct_shape_str(t->ndim, elements);
}

int ct_view_check(ct_call *c)
{
    ct_tensor *t = ARG(c, view, input).tensor;
    ct_dims asked = ARG(c, view, size).dims;
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0);
    if (ct_shape_infer("view", asked, t->numel, shape) < 0) {
        return -1;
    }
    if (!restride(t, (int)asked.n, shape, strides)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "view size is not compatible with input tensor's size and stride "
            "(at least one dimension spans across two contiguous subspaces); "
            "use reshape(...) instead: got shape %s for a tensor of shape %s "
            "with strides %s",
            ct_shape_str((int)asked.n, asked.v), ct_tensor_shape_str(t),
            strides_str(t));
    }
    return make_view(c, (int)asked.n, shape, strides, t->data);
}

/* A view, or a copy in rows where no strides give the shape. */
static int reshaped(ct_call *c, int ndim, const int64_t *shape)
{
    const ct_tensor *t = FIRST(c);
    int64_t *strides = ct_call_strides(c, 0);
    return restride(t, ndim, shape, strides)
               ? make_view(c, ndim, shape, strides, t->data)
               : ct_call_result(c, 0, (ct_dtype)t->dtype, ndim, shape);
}

int ct_reshape_check(ct_call *c)
{
    int64_t *shape = ct_call_shape(c, 0);
    ct_dims asked = ARG(c, reshape, shape).dims;
    if (ct_shape_infer("reshape", asked, ARG(c, reshape, input).tensor->numel, shape) <
        0) {
        return -1;
    }
    return reshaped(c, (int)asked.n, shape);
}

/* Elements that lie apart are copied, though a view could skip the gaps: what ravel
 * gives is contiguous. */
int ct_ravel_check(ct_call *c)
{
    const ct_tensor *t = ARG(c, ravel, input).tensor;
    return ct_tensor_is_contiguous(t)
               ? reshaped(c, 1, &t->numel)
               : ct_call_result(c, 0, (ct_dtype)t->dtype, 1, &t->numel);
}

int ct_flatten_check(ct_call *c)
{
    const ct_tensor *t = ARG(c, flatten, input).tensor;
    int first = (int)ARG(c, flatten, start_dim).i;
    int last = (int)ARG(c, flatten, end_dim).i;
    if (first > last) {
        return ct_error(CT_ERR_RUNTIME,
                        "flatten: expected start_dim <= end_dim, got %d and %d", first,
                        last);
    }
    if (t->ndim == 0) {
        return reshaped(c, 1, &t->numel);
    }
    int64_t *shape = ct_call_shape(c, 0), joined = 1;
    int n = 0;
    for (int i = 0; i < t->ndim; i++) {
        joined = i <= first || i > last ? t->shape[i] : joined * t->shape[i];
        if (i < first || i >= last) {
            shape[n++] = joined;
        }
    }
    return reshaped(c, n, shape);
}

int ct_unflatten_check(ct_call *c)
{
    const ct_tensor *t = ARG(c, unflatten, input).tensor;
    ct_dims sizes = ARG(c, unflatten, sizes).dims;
    int dim = (int)ARG(c, unflatten, dim).i;
    if (sizes.n == 0 || t->ndim == 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "unflatten: expected at least one size and one dimension, got "
                        "sizes %s for shape %s",
                        ct_shape_str((int)sizes.n, sizes.v), ct_tensor_shape_str(t));
    }
    if (t->ndim - 1 + sizes.n > CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME,
                        "unflatten: expected at most %d dimensions, got "
                        "%lld",
                        CT_MAX_NDIM, (long long)(t->ndim - 1 + sizes.n));
    }
    int64_t *shape = ct_call_shape(c, 0);
    for (int i = 0; i < dim; i++) {
        shape[i] = t->shape[i];
    }
    if (ct_shape_infer("unflatten", sizes, t->shape[dim], shape + dim) < 0) {
        return -1;
    }
    for (int i = dim + 1; i < t->ndim; i++) {
        shape[i + sizes.n - 1] = t->shape[i];
    }
    return reshaped(c, t->ndim - 1 + (int)sizes.n, shape);
}

/* Another item size changes the last dim, which must then be packed. */
static int resize_items(const ct_tensor *t, ct_dtype dtype, int64_t *shape,
                        int64_t *strides)
{
    int64_t from = ct_tensor_itemsize(t), to = ct_dtype_size(dtype);
    int last = t->ndim - 1;
    if (last < 0) {
        return ct_error(
            CT_ERR_RUNTIME,
            "view: expected at least 1 dimension to view %s as %s (different "
            "element sizes), got a 0-d tensor",
            ct_dtype_name((ct_dtype)t->dtype), ct_dtype_name(dtype));
    }
    bool fits = shape[last] <= 1 || strides[last] == from;
    fits = fits && shape[last] * from % to == 0;
    for (int i = 0; i < last && to > from; i++) {
        fits = fits && strides[i] % to == 0;
    }
    if (!fits) {
        return ct_error(
            CT_ERR_RUNTIME,
            "view: to view %s as %s expected a packed last dimension and "
            "sizes and strides that divide by %lld bytes, got shape %s with "
            "strides %s (bytes)",
            ct_dtype_name((ct_dtype)t->dtype), ct_dtype_name(dtype), (long long)to,
            ct_tensor_shape_str(t), ct_shape_str(t->ndim, t->strides));
    }
    shape[last] = shape[last] * from / to;
    strides[last] = to;
    return 0;
}

/* The elements must lie where kernels may read such ones. */
static int check_alignment(const ct_tensor *t, ct_dtype dtype)
{
    int64_t unit = ct_dtype_size(ct_dtype_to_real(dtype));
    if (t->numel == 0 || (uintptr_t)t->data % (uintptr_t)unit == 0) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "view: to view %s as %s expected memory at a multiple of %lld "
                    "bytes, got %p; use .clone() first",
                    ct_dtype_name((ct_dtype)t->dtype), ct_dtype_name(dtype),
                    (long long)unit, (void *)t->data);
}

int ct_view_dtype_check(ct_call *c)
{
    ct_tensor *t = ARG(c, view_dtype, input).tensor;
    ct_dtype dtype = (ct_dtype)ARG(c, view_dtype, dtype).i;
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0);
    memcpy(shape, t->shape, t->ndim * sizeof *shape);
    memcpy(strides, t->strides, t->ndim * sizeof *strides);
    if (ct_dtype_size(dtype) != ct_tensor_itemsize(t) &&
        resize_items(t, dtype, shape, strides) < 0) {
        return -1;
    }
    if (check_alignment(t, dtype) < 0) {
        return -1;
    }
    return ct_call_view(c, dtype, t->ndim, shape, strides, t->data);
}

int ct_squeeze_check(ct_call *c)
{
    ct_tensor *t = ARG(c, squeeze, input).tensor;
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0);
    uint64_t mask = ~(uint64_t)0;
    int n = 0;
    if (GIVEN(c, squeeze, dim)) {
        ct_dims dims = ARG(c, squeeze, dim).dims;
        mask = 0;
        for (int64_t i = 0; i < dims.n; i++) {
            mask |= (uint64_t)1 << dims.v[i];
        }
    }
    for (int i = 0; i < t->ndim; i++) {
        if (t->shape[i] != 1 || !(mask >> i & 1)) {
            shape[n] = t->shape[i];
            strides[n++] = t->strides[i];
        }
    }
    return make_view(c, n, shape, strides, t->data);
}

int ct_unsqueeze_check(ct_call *c)
{
    ct_tensor *t = ARG(c, unsqueeze, input).tensor;
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0);
    int at = (int)ARG(c, unsqueeze, dim).i;
    for (int i = 0; i < t->ndim; i++) {
        shape[i + (i >= at)] = t->shape[i];
        strides[i + (i >= at)] = t->strides[i];
    }
    shape[at] = 1;
    strides[at] = at < t->ndim ? t->shape[at] * t->strides[at] : ct_tensor_itemsize(t);
    return make_view(c, t->ndim + 1, shape, strides, t->data);
}

/* ---- expand ------------------------------------------------------------- */

static int expand_dim(const ct_call *c, int i, int64_t *size)
{
    const ct_tensor *t = ARG(c, expand, input).tensor;
    ct_dims asked = ARG(c, expand, size).dims;
    int own = i - ((int)asked.n - t->ndim);
    *size = asked.v[i];
    if (*size == -1 && own >= 0) {
        *size = t->shape[own];
    }
    if (*size < 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "The expanded size of the tensor (%lld) isn't allowed in a "
                        "leading, non-existing dimension %d",
                        (long long)*size, i);
    }
    if (own >= 0 && t->shape[own] != 1 && t->shape[own] != *size) {
        return ct_error(
            CT_ERR_RUNTIME,
            "The expanded size of the tensor (%lld) must match the existing "
            "size (%lld) at non-singleton dimension %d.  Target sizes: %s.  "
            "Tensor sizes: %s",
            (long long)*size, (long long)t->shape[own], i,
            ct_shape_str((int)asked.n, asked.v), ct_tensor_shape_str(t));
    }
    return 0;
}

int ct_expand_check(ct_call *c)
{
    ct_tensor *t = ARG(c, expand, input).tensor;
    ct_dims asked = ARG(c, expand, size).dims;
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0), numel;
    if (asked.n < t->ndim || asked.n > CT_MAX_NDIM) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected %d to %d sizes for a tensor of shape %s, got %lld",
            c->op->name, t->ndim, CT_MAX_NDIM, ct_tensor_shape_str(t),
            (long long)asked.n);
    }
    int ndim = (int)asked.n, extra = ndim - t->ndim;
    for (int i = 0; i < ndim; i++) {
        if (expand_dim(c, i, &shape[i]) < 0) {
            return -1;
        }
        bool own = i >= extra && t->shape[i - extra] == shape[i];
        strides[i] = own ? t->strides[i - extra] : 0;
    }
    if (ct_shape_numel(c->op->name, ndim, shape, ct_tensor_itemsize(t), &numel) < 0) {
        return -1;
    }
    return make_view(c, ndim, shape, strides, t->data);
}

/* ---- parts -------------------------------------------------------------- */

static int picked(ct_call *c, ct_layout_fn change)
{
    const ct_tensor *t = ARG(c, select, input).tensor;
    ct_layout l;
    l.ndim = t->ndim;
    l.unit = ct_tensor_itemsize(t);
    l.offset = 0;
    for (int i = 0; i < t->ndim; i++) {
        l.shape[i] = t->shape[i];
        l.strides[i] = t->strides[i];
    }
    if (change(&l, c->op->pyname, c->arg) < 0) {
        return -1;
    }
    size_t bytes = (size_t)l.ndim * sizeof *l.shape;
    memcpy(ct_call_shape(c, 0), l.shape, bytes);
    memcpy(ct_call_strides(c, 0), l.strides, bytes);
    return make_view(c, l.ndim, ct_call_shape(c, 0), ct_call_strides(c, 0),
                     t->data + l.offset);
}

#define PICKED(name)                        \
    int ct_##name##_check(ct_call *c)       \
    {                                       \
        return picked(c, ct_layout_##name); \
    }
PICKED(narrow)
PICKED(basic_index)
PICKED(diagonal)
PICKED(unfold)

/* The subscripts of loops, one index and neighbours: no layout is made on the way. What
 * is to be wrapped or refused goes the way of the others. */
int ct_select_check(ct_call *c)
{
    ct_tensor *t = ARG(c, select, input).tensor;
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0);
    int64_t index = ARG(c, select, index).i, dim = ARG(c, select, dim).i;
    if (dim < 0 || dim >= t->ndim || index < 0 || index >= t->shape[dim]) {
        return picked(c, ct_layout_select);
    }
    for (int i = 0; i < t->ndim - 1; i++) {
        shape[i] = t->shape[i + (i >= dim)];
        strides[i] = t->strides[i + (i >= dim)];
    }
    return make_view(c, t->ndim - 1, shape, strides, t->data + index * t->strides[dim]);
}

int ct_slice_check(ct_call *c)
{
    ct_tensor *t = ARG(c, slice, input).tensor;
    int64_t dim = ARG(c, slice, dim).i, start = ARG(c, slice, start).i,
            length = ARG(c, slice, length).i;
    int64_t *shape = ct_call_shape(c, 0);
    bool near = dim >= 0 && dim < t->ndim && ARG(c, slice, step).i == 1;
    if (!near || start < 0 || length <= 0 || length > t->shape[dim] - start) {
        return picked(c, ct_layout_slice);
    }
    for (int i = 0; i < t->ndim; i++) {
        shape[i] = i == dim ? length : t->shape[i];
    }
    return make_view(c, t->ndim, shape, t->strides, t->data + start * t->strides[dim]);
}

/* ---- any layout --------------------------------------------------------- */

/* Arguments 1 to 3 of as_strided as a layout in elements. */
static int layout_given(const ct_call *c, ct_layout *l, int64_t offset)
{
    ct_dims size = ARG(c, as_strided, size).dims,
            stride = ARG(c, as_strided, stride).dims;
    if (size.n != stride.n || size.n > CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: mismatch in length of strides and shape: expected %lld "
                        "strides, got %lld",
                        c->op->name, (long long)size.n, (long long)stride.n);
    }
    l->ndim = (int)size.n;
    l->unit = 1;
    l->offset = offset;
    memcpy(l->shape, size.v, (size_t)size.n * sizeof *size.v);
    memcpy(l->strides, stride.v, (size_t)size.n * sizeof *size.v);
    return 0;
}

/* The input's own strides and, behind them, its offset in elements. */
int64_t ct_as_strided_derive(const ct_call *c, int64_t *v)
{
    const ct_tensor *t = ARG(c, as_strided, input).tensor;
    int64_t itemsize = ct_tensor_itemsize(t);
    for (int i = 0; v && i < t->ndim; i++) {
        v[i] = t->strides[i] / itemsize;
    }
    if (v) {
        v[t->ndim] = (t->data - t->storage->data) / itemsize;
    }
    return t->ndim + 1;
}

/* The gradient counts in elements. */
static int check_whole_strides(const ct_tensor *t)
{
    int64_t itemsize = ct_tensor_itemsize(t);
    for (int i = 0; i < t->ndim; i++) {
        if (t->strides[i] % itemsize != 0) {
            return ct_error(CT_ERR_RUNTIME,
                            "as_strided: expected an input whose strides divide by "
                            "its element size %lld, got %s (bytes)",
                            (long long)itemsize, ct_shape_str(t->ndim, t->strides));
        }
    }
    return 0;
}

int ct_as_strided_check(ct_call *c)
{
    const ct_tensor *t = ARG(c, as_strided, input).tensor;
    int64_t itemsize = ct_tensor_itemsize(t), own = t->data - t->storage->data;
    char *start = t->storage->data + own % itemsize; /* elements of odd alignment */
    int64_t room = ((int64_t)t->storage->nbytes - own % itemsize) / itemsize;
    int64_t *strides = ct_call_strides(c, 0);
    int64_t offset = GIVEN(c, as_strided, storage_offset)
                         ? ARG(c, as_strided, storage_offset).i
                         : own / itemsize;
    bool empty = false;
    ct_layout l;
    if (offset < 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "as_strided: expected storage_offset >= 0, got %lld",
                        (long long)offset);
    }
    if (layout_given(c, &l, offset) < 0 || ct_layout_fits("as_strided", &l, room) < 0 ||
        check_whole_strides(t) < 0) {
        return -1;
    }
    for (int i = 0; i < l.ndim; i++) {
        empty |= l.shape[i] == 0;
        strides[i] = l.strides[i] * itemsize;
    }
    return make_view(c, l.ndim, ARG(c, as_strided, size).dims.v, strides,
                     start + (empty ? 0 : offset * itemsize));
}
