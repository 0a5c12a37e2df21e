/* scope: ops called one after another, with one cleanup at the end. */
#include "ops/scope.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"

void ct_scope_begin(ct_scope *s)
{
    s->n = 0;
    s->capacity = CT_SCOPE_INLINE;
    s->failed = false;
    s->heap = NULL;
}

static ct_tensor **slots(ct_scope *s)
{
    return s->heap ? s->heap : s->slots;
}

static inline __attribute__((always_inline)) void drop(ct_scope *s)
{
    ct_tensor **t = slots(s);
    for (int i = 0; i < s->n; i++) {
        ct_decref(t[i]);
    }
    free(s->heap);
    s->heap = NULL;
    s->n = 0;
}

/* What dies may run code, whose errors are its own. */
static __attribute__((noinline)) int drop_failed(ct_scope *s)
{
    ct_error_state error;
    ct_error_lay_by(&error);
    drop(s);
    ct_error_take_up(&error);
    return -1;
}

int ct_scope_end(ct_scope *s)
{
    if (s->failed) {
        return drop_failed(s);
    }
    drop(s);
    return 0;
}

ct_tensor *ct_scope_return(ct_scope *s, ct_tensor *t)
{
    t = t && !s->failed ? ct_newref(t) : NULL;
    if (ct_scope_end(s) < 0) {
        ct_clear(&t);
    }
    return t;
}

static int scope_grow(ct_scope *s)
{
    size_t bytes = (size_t)s->capacity * 2 * sizeof(ct_tensor *);
    ct_tensor **bigger = ct_alloc_fault() ? NULL : realloc(s->heap, bytes);
    if (!bigger) {
        return ct_error(CT_ERR_MEMORY, "out of memory");
    }
    if (!s->heap) {
        memcpy(bigger, s->slots, sizeof s->slots);
    }
    s->heap = bigger;
    s->capacity *= 2;
    return 0;
}

ct_tensor *ct_scope_keep(ct_scope *s, ct_tensor *t)
{
    if (!t) {
        s->failed = true;
        return NULL;
    }
    if (s->n == s->capacity && scope_grow(s) < 0) {
        s->failed = true;
        ct_decref(t);
        return NULL;
    }
    slots(s)[s->n++] = t;
    return t;
}

ct_tensor *ct_scope_fail(ct_scope *s, ct_error_kind kind, const char *message)
{
    if (!s->failed) {
        ct_error(kind, "%s", message);
    }
    s->failed = true;
    return NULL;
}

ct_tensor *ct_scope_run(ct_scope *s, ct_call *c)
{
    if (s->failed) {
        ct_call_release(c); /* a tensor to write was given */
        return NULL;
    }
    if (ct_call_run(c) < 0) {
        s->failed = true;
        return NULL;
    }
    for (int i = 1; i < c->nout && i < CT_MAX_OUTS; i++) {
        if (c->out[i]) {
            ct_scope_keep(s, c->out[i]);
        }
    }
    return ct_scope_keep(s, c->out[0]);
}

/* ---- pointwise rows ----------------------------------------------------- */

static ct_tensor *run_n(ct_scope *s, ct_op_id id, int n, ct_tensor *const *t)
{
    ct_call c;
    ct_call_init(&c, &ct_ops[id]);
    for (int i = 0; i < n; i++) {
        if (!t[i]) {
            s->failed = true;
            return NULL;
        }
        ct_call_tensor(&c, i, t[i]);
    }
    return ct_scope_run(s, &c);
}

#define CT_UNARY(name, ...)                                   \
    ct_tensor *ct_s_##name(ct_scope *s, ct_tensor *x)         \
    {                                                         \
        return run_n(s, CT_OP_##name, 1, (ct_tensor *[]){x}); \
    }
#define CT_BINARY(name, ...)                                        \
    ct_tensor *ct_s_##name(ct_scope *s, ct_tensor *a, ct_tensor *b) \
    {                                                               \
        return run_n(s, CT_OP_##name, 2, (ct_tensor *[]){a, b});    \
    }
#define CT_TERNARY(name, ...)                                                     \
    ct_tensor *ct_s_##name(ct_scope *s, ct_tensor *a, ct_tensor *b, ct_tensor *c) \
    {                                                                             \
        return run_n(s, CT_OP_##name, 3, (ct_tensor *[]){a, b, c});               \
    }
#include "ops/ops.def"

ct_tensor *ct_s_float(ct_scope *s, double value)
{
    return ct_scope_keep(s, ct_tensor_weak_float(value));
}

ct_tensor *ct_s_int(ct_scope *s, int64_t value)
{
    return ct_scope_keep(s, ct_tensor_weak_int(value));
}

ct_tensor *ct_s_zeros(ct_scope *s, ct_dtype dtype, int ndim, const int64_t *shape,
                      ct_device device)
{
    return ct_scope_keep(s, ct_tensor_zeros("zeros", dtype, ndim, shape, device));
}

/* ---- rows with arguments ------------------------------------------------ */

/* A call of row `name` on x, ready for its other arguments; false when x is NULL. */
static bool prepare(ct_scope *s, ct_call *c, const ct_op *op, ct_tensor *x)
{
    if (!x || !op) {
        s->failed = true;
        return false;
    }
    ct_call_init(c, op);
    ct_call_tensor(c, 0, x);
    return true;
}

#define ROW(name) (&ct_ops[CT_OP_##name])

ct_tensor *ct_s_row(ct_scope *s, ct_op_id id, ct_tensor *x)
{
    ct_call c;
    return prepare(s, &c, &ct_ops[id], x) ? ct_scope_run(s, &c) : NULL;
}

ct_tensor *ct_s_sum(ct_scope *s, ct_tensor *x, ct_dims dims, bool keepdim)
{
    ct_call c;
    if (!prepare(s, &c, ROW(sum), x)) {
        return NULL;
    }
    ct_call_dims(&c, 1, dims.n, dims.v);
    ct_call_int(&c, 2, keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_sum_to(ct_scope *s, ct_tensor *x, int ndim, const int64_t *shape)
{
    if (!x || ct_shape_equal(x->ndim, x->shape, ndim, shape)) {
        return x;
    }
    int64_t dims[CT_MAX_NDIM];
    int n = 0, extra = x->ndim - ndim;
    for (int i = 0; i < x->ndim; i++) {
        bool stretched = i < extra || (shape[i - extra] == 1 && x->shape[i] != 1);
        if (stretched) {
            dims[n++] = i;
        }
    }
    ct_tensor *y = n ? ct_s_sum(s, x, (ct_dims){n, dims}, true) : x;
    return extra ? ct_s_reshape(s, y, (ct_dims){ndim, shape}) : y;
}

ct_tensor *ct_s_matmul(ct_scope *s, ct_tensor *a, ct_tensor *b)
{
    if (!a || !b) {
        s->failed = true;
        return NULL;
    }
    ct_call c;
    ct_call_init(&c, ROW(matmul));
    ct_call_tensor(&c, 0, a);
    ct_call_tensor(&c, 1, b);
    return ct_scope_run(s, &c);
}

static ct_tensor *run_dims(ct_scope *s, const ct_op *op, ct_tensor *x, ct_dims dims)
{
    ct_call c;
    if (!prepare(s, &c, op, x)) {
        return NULL;
    }
    ct_call_dims(&c, 1, dims.n, dims.v);
    return ct_scope_run(s, &c);
}

static ct_tensor *run_ints(ct_scope *s, const ct_op *op, ct_tensor *x, int n,
                           const int64_t *v)
{
    ct_call c;
    if (!prepare(s, &c, op, x)) {
        return NULL;
    }
    for (int i = 0; i < n; i++) {
        ct_call_int(&c, i + 1, v[i]);
    }
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_permute(ct_scope *s, ct_tensor *x, ct_dims order)
{
    return run_dims(s, ROW(permute), x, order);
}

ct_tensor *ct_s_reshape(ct_scope *s, ct_tensor *x, ct_dims shape)
{
    return run_dims(s, ROW(reshape), x, shape);
}

ct_tensor *ct_s_expand(ct_scope *s, ct_tensor *x, ct_dims shape)
{
    return run_dims(s, ROW(expand), x, shape);
}

ct_tensor *ct_s_transpose(ct_scope *s, ct_tensor *x, int64_t dim0, int64_t dim1)
{
    return run_ints(s, ROW(transpose), x, 2, (int64_t[]){dim0, dim1});
}

ct_tensor *ct_s_unsqueeze(ct_scope *s, ct_tensor *x, int64_t dim)
{
    return run_ints(s, ROW(unsqueeze), x, 1, (int64_t[]){dim});
}

ct_tensor *ct_s_squeeze(ct_scope *s, ct_tensor *x, int64_t dim)
{
    return run_dims(s, ROW(squeeze), x, (ct_dims){1, &dim});
}

ct_tensor *ct_s_narrow(ct_scope *s, ct_tensor *x, int64_t dim, int64_t start,
                       int64_t length)
{
    return run_ints(s, ROW(narrow), x, 3, (int64_t[]){dim, start, length});
}

ct_tensor *ct_s_to_dtype(ct_scope *s, ct_tensor *x, ct_dtype dtype)
{
    if (x && x->dtype == dtype) {
        return x;
    }
    return run_ints(s, ROW(to_dtype), x, 1, (int64_t[]){dtype});
}

ct_tensor *ct_s_mean(ct_scope *s, ct_tensor *x)
{
    return run_ints(s, ROW(mean), x, 0, NULL);
}

ct_tensor *ct_s_softmax(ct_scope *s, ct_tensor *x, int64_t dim)
{
    return run_ints(s, ROW(softmax), x, 1, &dim);
}

ct_tensor *ct_s_cumsum(ct_scope *s, ct_tensor *x, int64_t dim)
{
    return run_ints(s, ROW(cumsum), x, 1, &dim);
}

/* A view that runs backwards along dim. */
ct_tensor *ct_s_reverse(ct_scope *s, ct_tensor *x, int64_t dim)
{
    if (!x || x->shape[dim] == 0) {
        return x;
    }
    int64_t n = x->shape[dim];
    return run_ints(s, ROW(slice), x, 4, (int64_t[]){dim, n - 1, n, -1});
}

ct_tensor *ct_s_scatter_add(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index,
                            ct_tensor *values)
{
    ct_call c;
    if (!index || !values || !prepare(s, &c, ROW(scatter_add), x)) {
        s->failed = true;
        return NULL;
    }
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_tensor(&c, 3, values);
    return ct_scope_run(s, &c);
}
