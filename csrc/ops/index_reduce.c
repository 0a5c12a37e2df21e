/* index_reduce: scatter_reduce and index_reduce, and scatter with reduce=, which combine what
 * is written with what is there.
 *
 * Where what is there does not count, it becomes the fold's value of nothing first.
 *
 * Of scatter 'add' is scatter_add. For 'multiply' the indices along dim are taken one after the
 * other: those of one step name places that differ, so that a step is a gather, a product
 * and a scatter, each with its gradient. */
#include <math.h>

#include "ops/index.h"
#include "ops/scope.h"
#include "ops/value.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/create.h"
#include "rows/division.h"
#include "rows/index.h"
#include "rows/view.h"

/* The part of src that has an index. */
static ct_tensor *as_large_as(ct_scope *s, ct_tensor *src, const ct_tensor *index)
{
    for (int d = 0; src && index && d < index->ndim && d < src->ndim; d++) {
        if (index->shape[d] < src->shape[d]) {
            src = ct_s_narrow(s, src, d, 0, index->shape[d]);
        }
    }
    return src;
}

/* x with y * src[k] written where index[k] says, y being what is there; x is changed. */
static ct_tensor *multiply_step(ct_scope *s, ct_tensor *x, int64_t dim,
                                ct_tensor *index, ct_tensor *src, int64_t k)
{
    ct_call c;
    ct_tensor *at = ct_s_narrow(s, index, dim, k, 1);
    ct_tensor *factor = ct_s_narrow(s, src, dim, k, 1);
    factor = as_large_as(s, factor, at);
    ct_tensor *product = ct_s_mul(s, ct_s_gather(s, x, dim, at), factor);
    if (!product) {
        return NULL;
    }
    ct_call_init(&c, CT_ROW(scatter));
    ct_call_tensor(&c, CT_AT(scatter, input), x);
    ct_call_int(&c, CT_AT(scatter, dim), dim);
    ct_call_tensor(&c, CT_AT(scatter, index), at);
    ct_call_tensor(&c, CT_AT(scatter, src), product);
    c.form = CT_FORM_INPLACE;
    c.out[0] = ct_newref(x);
    return ct_scope_run(s, &c);
}

static ct_tensor *multiplied(ct_scope *s, ct_tensor *input, int64_t dim,
                             ct_tensor *index, ct_tensor *src)
{
    ct_tensor *x = ct_s_clone(s, input);
    if (index->ndim == 0) {
        index = ct_s_unsqueeze(s, index, 0);
        src = ct_s_unsqueeze(s, src, 0);
    }
    int64_t n = index && index->numel ? index->shape[dim] : 0;
    for (int64_t k = 0; x && src && k < n; k++) {
        x = multiply_step(s, x, dim, index, src, k);
    }
    return src ? x : NULL;
}

/* src: of input's dtype; NULL when the scope failed. */
static int reduced(ct_call *c, ct_scope *s, ct_tensor *src)
{
    ct_tensor *input = ARG(c, scatter_reduced, input).tensor,
              *index = ARG(c, scatter_reduced, index).tensor;
    int64_t dim = ARG(c, scatter_reduced, dim).i;
    ct_tensor *y = NULL;
    if (!src) {
        ct_scope_end(s);
        return -1;
    }
    if (ARG(c, scatter_reduced, reduce).i == CT_IS_scatter_reduced_reduce_add) {
        y = ct_s_scatter_add(s, input, dim, index, src);
    } else {
        y = multiplied(s, input, dim, index, src);
    }
    c->out[0] = ct_scope_return(s, y);
    return c->out[0] ? 0 : -1;
}

int ct_scatter_reduced_body(ct_call *c)
{
    ct_scope s;
    ct_scope_begin(&s);
    return reduced(c, &s, ARG(c, scatter_reduced, src).tensor);
}

/* The number stands at each place of index. */
int ct_scatter_value_reduced_body(ct_call *c)
{
    ct_scope s;
    ct_tensor *index = ARG(c, scatter_value_reduced, index).tensor;
    ct_dtype dtype = (ct_dtype)ARG(c, scatter_value_reduced, input).tensor->dtype;
    if (ct_check_value(c->op->pyname, ARG(c, scatter_value_reduced, value).tensor,
                       dtype) < 0) {
        return -1;
    }
    ct_scope_begin(&s);
    ct_tensor *value =
        ct_s_cast(&s, ARG(c, scatter_value_reduced, value).tensor, dtype);
    ct_device device = CT_PLACE(ARG(c, scatter_value_reduced, input).tensor);
    if (value && CT_PLACE(value) != device) {
        value = ct_s_add(&s, ct_s_new_zeros(&s, dtype, 0, NULL, device), value);
    }
    ct_dims shape = {index->ndim, index->shape};
    return reduced(c, &s, ct_s_expand(&s, value, shape));
}

/* ---- scatter_reduce -------------------------------------------------------- */

typedef struct folding { /* what is asked; index of int64, all of one dim or more */
    ct_tensor *input, *index, *src;
    int64_t dim;
    bool include; /* what is there */
} folding;

/* What is there at the places, with a number in its place unless it counts. */
static ct_tensor *beginning(ct_scope *s, const folding *f, ct_tensor *nothing)
{
    return f->include ? f->input
                      : ct_s_scatter_value(s, f->input, f->dim, f->index, nothing);
}

static ct_tensor *sum_at(ct_scope *s, const folding *f)
{
    ct_tensor *x = beginning(s, f, ct_s_int(s, 0));
    return ct_s_scatter_add(s, x, f->dim, f->index, f->src);
}

/* Of integers rounded down. A place that nothing comes to keeps what is there. */
static ct_tensor *mean_at(ct_scope *s, const folding *f)
{
    ct_dtype d = (ct_dtype)f->input->dtype;
    ct_some whole = CT_SOME(CT_DTYPE_I64);
    ct_tensor *one = ct_s_ones_like(s, f->index, .dtype = whole);
    ct_tensor *counts = ct_s_new_zeros(s, CT_DTYPE_I64, f->input->ndim, f->input->shape,
                                       CT_PLACE(f->input));
    if (f->include) {
        counts = ct_s_add(s, counts, ct_s_int(s, 1));
    }
    counts = ct_s_scatter_add(s, counts, f->dim, f->index, one);
    counts = ct_s_maximum(s, counts, ct_s_int(s, 1));
    folding wide = *f; /* small integers have no room for their sums */
    if (!ct_dtype_is_inexact(d) && ct_dtype_size(d) < 8) {
        wide.input = ct_s_cast(s, f->input, CT_DTYPE_I64);
        wide.src = ct_s_cast(s, f->src, CT_DTYPE_I64);
    }
    ct_tensor *sum = sum_at(s, &wide);
    sum = ct_dtype_is_inexact(d) ? ct_s_true_divide(s, sum, counts)
                                 : ct_s_floor_divide(s, sum, counts);
    return ct_s_cast(s, sum, d);
}

static ct_tensor *prod_at(ct_scope *s, const folding *f)
{
    ct_tensor *x = beginning(s, f, ct_s_int(s, 1));
    return ct_s_scatter_prod(s, x, f->dim, f->index, f->src);
}

/* An integer of src is as good a beginning as nothing. */
static ct_tensor *extreme_at(ct_scope *s, const folding *f, bool most)
{
    bool floating = ct_dtype_is_floating((ct_dtype)f->input->dtype);
    ct_tensor *x = f->include || floating
                       ? beginning(s, f, ct_s_float(s, most ? -INFINITY : INFINITY))
                       : ct_s_scatter(s, f->input, f->dim, f->index, f->src);
    return most ? ct_s_scatter_amax(s, x, f->dim, f->index, f->src)
                : ct_s_scatter_amin(s, x, f->dim, f->index, f->src);
}

static ct_tensor *fold_at(ct_call *c, ct_scope *s, folding f, int64_t how)
{
    ct_dtype d = (ct_dtype)f.input->dtype;
    bool extreme = how == CT_IS_scatter_reduce_reduce_amax ||
                   how == CT_IS_scatter_reduce_reduce_amin;
    if (extreme && ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0) {
        return NULL;
    }
    if (how == CT_IS_scatter_reduce_reduce_mean &&
        ct_check_dtype(c, d != CT_DTYPE_BOOL, "a numeric (not bool)", d) < 0) {
        return NULL;
    }
    return how == CT_IS_scatter_reduce_reduce_sum    ? sum_at(s, &f)
           : how == CT_IS_scatter_reduce_reduce_prod ? prod_at(s, &f)
           : how == CT_IS_scatter_reduce_reduce_mean
               ? mean_at(s, &f)
               : extreme_at(s, &f, how == CT_IS_scatter_reduce_reduce_amax);
}

/* A number is a vector of one. */
static ct_tensor *at_least_vector(ct_scope *s, ct_tensor *t)
{
    return t && !t->ndim ? ct_s_unsqueeze(s, t, 0) : t;
}

/* What is folded into: a vector, and not what an in-place call is about to write. */
static ct_tensor *input_of(ct_call *c, ct_scope *s)
{
    ct_tensor *x = ARG(c, scatter_reduce, input).tensor;
    return at_least_vector(s, c->form == CT_FORM_INPLACE ? ct_s_clone(s, x) : x);
}

CT_BODY(scatter_reduce)
{
    ct_tensor *input = ARG(c, scatter_reduce, input).tensor;
    ct_tensor *index = ARG(c, scatter_reduce, index).tensor;
    if (ct_check_elements(c) < 0) {
        return NULL;
    }
    folding f = {.input = input_of(c, s),
                 .index = at_least_vector(s, ct_s_cast(s, index, CT_DTYPE_I64)),
                 .src = at_least_vector(s, ARG(c, scatter_reduce, src).tensor),
                 .dim = ARG(c, scatter_reduce, dim).i,
                 .include = ARG(c, scatter_reduce, include_self).i};
    f.src = as_large_as(s, f.src, f.index);
    if (!f.input || !f.index || !f.src) {
        return NULL;
    }
    ct_tensor *y = fold_at(c, s, f, ARG(c, scatter_reduce, reduce).i);
    return input->ndim ? y : ct_s_reshape(s, y, (ct_dims){0, NULL});
}

/* The word that scatter_reduce has for it. */
static int64_t same_word(int64_t reduce)
{
    return reduce == CT_IS_index_reduce_reduce_prod   ? CT_IS_scatter_reduce_reduce_prod
           : reduce == CT_IS_index_reduce_reduce_mean ? CT_IS_scatter_reduce_reduce_mean
           : reduce == CT_IS_index_reduce_reduce_amax
               ? CT_IS_scatter_reduce_reduce_amax
               : CT_IS_scatter_reduce_reduce_amin;
}

/* One index for all elements of a slice: a view of no width. */
static ct_tensor *index_of_slices(ct_scope *s, ct_tensor *index, int64_t dim,
                                  const ct_tensor *source)
{
    int64_t shape[CT_MAX_NDIM];
    for (int d = 0; d < source->ndim; d++) {
        shape[d] = d == dim ? index->numel : 1;
    }
    index = ct_s_reshape(s, index, (ct_dims){source->ndim, shape});
    return ct_s_expand(s, index, (ct_dims){source->ndim, source->shape});
}

CT_BODY(index_reduce)
{
    ct_tensor *input = ARG(c, index_reduce, input).tensor;
    ct_tensor *index = ARG(c, index_reduce, index).tensor;
    if (ct_check_slices(c) < 0) {
        return NULL;
    }
    folding f = {.input = input_of(c, s),
                 .src = at_least_vector(s, ARG(c, index_reduce, source).tensor),
                 .dim = ARG(c, index_reduce, dim).i,
                 .include = ARG(c, index_reduce, include_self).i};
    index = ct_s_cast(s, index, CT_DTYPE_I64);
    f.index =
        f.input && f.src && index ? index_of_slices(s, index, f.dim, f.src) : NULL;
    if (!f.index) {
        return NULL;
    }
    ct_tensor *y = fold_at(c, s, f, same_word(ARG(c, index_reduce, reduce).i));
    return input->ndim ? y : ct_s_reshape(s, y, (ct_dims){0, NULL});
}
