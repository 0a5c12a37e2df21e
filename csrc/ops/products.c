/* products: sums with products, products over other dims, chains of products.
 *
 * All are matrix products of operands that are views in another shape, so their gradients
 * are matmul's. What is no matrix product (cross, vecdot) computes 16-bit floats in
 * float32. */
#include <stdlib.h>

#include "core/alloc.h"
#include "core/device.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/join.h"
#include "rows/matmul.h"
#include "rows/products.h"
#include "rows/reduce.h"
#include "rows/view.h"

/* The error of two arguments whose shapes do not fit; NULL. */
static ct_tensor *mismatch(const ct_call *c, const char *expected, const ct_tensor *a,
                           const ct_tensor *b)
{
    ct_error(CT_ERR_RUNTIME, "%s: expected %s, got shapes %s and %s", c->op->name,
             expected, ct_tensor_shape_str(a), ct_tensor_shape_str(b));
    return NULL;
}

/* ---- beta * input + alpha * product ---------------------------------------- */

/* Is beta or alpha, NULL where it is not given, this number? */
static bool is_number(const ct_call *c, const ct_tensor *t, double value)
{
    ct_scalar s;
    if (!t) {
        return value == 1;
    }
    return ct_tensor_number(c->op->pyname, t, &s) && s.re == value && s.im == 0;
}

static ct_tensor *scaled(ct_scope *s, const ct_call *c, ct_tensor *x, ct_tensor *by)
{
    return is_number(c, by, 1) ? x : ct_s_mul(s, x, by);
}

/* Of a call with addmm's arguments, whatever it calls them. */
static ct_tensor *added(ct_call *c, ct_scope *s, ct_tensor *product)
{
    if (!product) {
        return NULL;
    }
    ct_tensor *beta = TENSOR(c, addmm, beta), *alpha = TENSOR(c, addmm, alpha);
    ct_dims shape = {product->ndim, product->shape};
    ct_tensor *to = ct_s_expand(s, ARG(c, addmm, input).tensor, shape);
    ct_tensor *y = scaled(s, c, product, alpha);
    if (is_number(c, beta, 0)) {
        return to ? y : NULL;
    }
    return ct_s_add(s, scaled(s, c, to, beta), y);
}

/* The product of arguments 1 and 2, which have these dims. */
static ct_tensor *operands_product(ct_call *c, ct_scope *s, int a_dims, int b_dims,
                                   const char *expected)
{
    ct_tensor *a = ARG(c, addmm, mat1).tensor, *b = ARG(c, addmm, mat2).tensor;
    int inner = b_dims == 1 ? 0 : b_dims - 2;
    bool fits = a->ndim == a_dims && b->ndim == b_dims &&
                a->shape[a_dims - 1] == b->shape[inner] &&
                (a_dims < 3 || a->shape[0] == b->shape[0]);
    return fits ? ct_s_matmul(s, a, b) : mismatch(c, expected, a, b);
}

CT_BODY(addmm)
{
    return added(c, s, operands_product(c, s, 2, 2, "matrices (m, k) and (k, n)"));
}

CT_BODY(addmv)
{
    return added(c, s,
                 operands_product(c, s, 2, 1, "a matrix (m, k) and a vector (k)"));
}

CT_BODY(baddbmm)
{
    return added(c, s, operands_product(c, s, 3, 3, "batches (b, m, k) and (b, k, n)"));
}

CT_BODY(addr)
{
    ct_tensor *a = ARG(c, addr, vec1).tensor, *b = ARG(c, addr, vec2).tensor;
    if (a->ndim != 1 || b->ndim != 1) {
        return mismatch(c, "two vectors", a, b);
    }
    return added(c, s, ct_s_outer(s, a, b));
}

/* The batch's dim joins k: one product does the sum over it. */
CT_BODY(addbmm)
{
    ct_tensor *a = ARG(c, addbmm, batch1).tensor, *b = ARG(c, addbmm, batch2).tensor;
    if (a->ndim != 3 || b->ndim != 3 || a->shape[0] != b->shape[0] ||
        a->shape[2] != b->shape[1]) {
        return mismatch(c, "batches (b, m, k) and (b, k, n)", a, b);
    }
    int64_t k = a->shape[0] * a->shape[2];
    int64_t left[] = {a->shape[1], k}, right[] = {k, b->shape[2]};
    a = ct_s_reshape(s, ct_s_transpose(s, a, 0, 1), (ct_dims){2, left});
    return added(c, s, ct_s_matmul(s, a, ct_s_reshape(s, b, (ct_dims){2, right})));
}

/* ---- products of vectors ---------------------------------------------------- */

CT_BODY(vdot)
{
    ct_tensor *a = ARG(c, vdot, input).tensor, *b = ARG(c, vdot, other).tensor;
    if (a->ndim != 1 || b->ndim != 1 || a->shape[0] != b->shape[0]) {
        return mismatch(c, "vectors of one length", a, b);
    }
    return ct_s_matmul(s, ct_scope_conj(s, a), b);
}

/* The dtype of both operands together, and the one to compute products in. */
static ct_dtype common_dtype(ct_tensor *a, ct_tensor *b)
{
    ct_tensor *both[] = {a, b};
    return ct_promote_tensors(2, both);
}

/* `dim` counted from 0, of the shape that a and b broadcast to; -1 with the error. */
static int dim_of_both(const ct_call *c, ct_tensor *a, ct_tensor *b, int64_t dim)
{
    return ct_dim_wrap(c->op->name, dim, a->ndim > b->ndim ? a->ndim : b->ndim);
}

CT_BODY(linalg_vecdot)
{
    ct_tensor *x = ARG(c, linalg_vecdot, x).tensor,
              *y = ARG(c, linalg_vecdot, y).tensor;
    ct_dtype dtype = common_dtype(x, y), compute = ct_device_compute(x->device, dtype);
    int64_t dim = dim_of_both(c, x, y, ARG(c, linalg_vecdot, dim).i);
    if (dim < 0) {
        return NULL;
    }
    x = ct_scope_conj(s, ct_s_cast(s, x, compute));
    ct_tensor *terms = ct_s_mul(s, x, ct_s_cast(s, y, compute));
    ct_tensor *sum =
        terms && terms->ndim == 0
            ? terms
            : ct_s_sum(s, terms, .dim = ct_dims_of(1, &dim), .dtype = CT_SOME(compute));
    return ct_s_cast(s, sum, dtype);
}

/* x and its first two elements along dim behind it: at 1 and at 2 begins x turned. */
static ct_tensor *wound(ct_scope *s, ct_tensor *x, int64_t dim)
{
    ct_tensor *both[] = {x, x ? ct_s_narrow(s, x, dim, 0, 2) : NULL};
    return both[1] ? ct_s_cat(s, ct_tensors_of(2, both), .dim = CT_SOME(dim)) : NULL;
}

/* The product at i is a[i + 1] b[i + 2] - a[i + 2] b[i + 1]. */
static ct_tensor *cross_along(ct_scope *s, ct_tensor *a, ct_tensor *b, int64_t dim)
{
    ct_dtype dtype = common_dtype(a, b), compute = ct_device_compute(a->device, dtype);
    a = wound(s, ct_s_cast(s, a, compute), dim);
    b = wound(s, ct_s_cast(s, b, compute), dim);
    ct_tensor *p =
        ct_s_mul(s, ct_s_narrow(s, a, dim, 1, 3), ct_s_narrow(s, b, dim, 2, 3));
    ct_tensor *q =
        ct_s_mul(s, ct_s_narrow(s, a, dim, 2, 3), ct_s_narrow(s, b, dim, 1, 3));
    return ct_s_cast(s, ct_s_sub(s, p, q), dtype);
}

/* Of operands of as many dims, along one of them, counted from 0. */
static ct_tensor *cross_of(ct_call *c, ct_scope *s, int dim)
{
    ct_tensor *a = ARG(c, cross, input).tensor, *b = ARG(c, cross, other).tensor;
    if (dim < 0) {
        return NULL;
    }
    if (a->ndim != b->ndim || a->ndim == 0 || a->shape[dim] != 3 ||
        b->shape[dim] != 3) {
        return mismatch(c, "operands of as many dims, with 3 elements along dim", a, b);
    }
    return cross_along(s, a, b, dim);
}

CT_BODY(linalg_cross)
{
    return cross_of(c, s,
                    dim_of_both(c, ARG(c, cross, input).tensor,
                                ARG(c, cross, other).tensor,
                                ARG(c, linalg_cross, dim).i));
}

CT_BODY(cross)
{
    ct_tensor *a = ARG(c, cross, input).tensor, *b = ARG(c, cross, other).tensor;
    if (GIVEN(c, cross, dim)) {
        return cross_of(c, s, dim_of_both(c, a, b, ARG(c, cross, dim).i));
    }
    for (int i = 0; i < a->ndim && i < b->ndim; i++) {
        if (a->shape[i] == 3 && b->shape[i] == 3) {
            return cross_of(c, s, i);
        }
    }
    return mismatch(c, "a dim with 3 elements in both", a, b);
}

/* ---- products over other dims ------------------------------------------------- */

/* Two lists of dims, of input and other, that are summed over. */
typedef struct pairing {
    ct_tensor *a, *b;
    ct_dims over_a, over_b;
} pairing;

/* Writes the dims of x that are not summed to `order`, those summed before or behind
 * them, and the sizes of the first to `shape`; how many those are, and their elements. */
static int arrange(const ct_tensor *x, ct_dims over, bool behind, int64_t *order,
                   int64_t *shape, int64_t *elements)
{
    int kept = 0, n = (int)over.n;
    uint64_t summed = 0;
    for (int i = 0; i < n; i++) {
        summed |= UINT64_C(1) << over.v[i];
        order[behind ? x->ndim - n + i : i] = over.v[i];
    }
    *elements = 1;
    for (int d = 0; d < x->ndim; d++) {
        if (!(summed >> d & 1)) {
            order[kept + (behind ? 0 : n)] = d;
            shape[kept++] = x->shape[d];
            *elements *= x->shape[d];
        }
    }
    return kept;
}

static ct_tensor *as_matrix(ct_scope *s, ct_tensor *x, const int64_t *order, int64_t m,
                            int64_t n)
{
    int64_t shape[] = {m, n};
    x = ct_s_permute(s, x, ct_dims_of(x->ndim, order));
    return ct_s_reshape(s, x, ct_dims_of(2, shape));
}

/* One matrix product (kept of a, summed) x (summed, kept of b). */
static ct_tensor *paired_product(ct_call *c, ct_scope *s, pairing p)
{
    int64_t order_a[CT_MAX_NDIM], order_b[CT_MAX_NDIM], shape[2 * CT_MAX_NDIM];
    int64_t m, n, k = 1;
    for (int i = 0; i < p.over_a.n; i++) {
        k *= p.a->shape[p.over_a.v[i]];
    }
    int na = arrange(p.a, p.over_a, true, order_a, shape, &m);
    int nb = arrange(p.b, p.over_b, false, order_b, shape + na, &n);
    if (na + nb > CT_MAX_NDIM) {
        ct_error(CT_ERR_RUNTIME, "%s: expected at most %d dims of the result, got %d",
                 c->op->name, CT_MAX_NDIM, na + nb);
        return NULL;
    }
    ct_tensor *y = ct_s_matmul(s, as_matrix(s, p.a, order_a, m, k),
                               as_matrix(s, p.b, order_b, k, n));
    return ct_s_reshape(s, y, ct_dims_of(na + nb, shape));
}

CT_BODY(inner)
{
    ct_tensor *a = ARG(c, inner, input).tensor, *b = ARG(c, inner, other).tensor;
    if (a->ndim == 0 || b->ndim == 0) {
        return ct_s_mul(s, a, b);
    }
    int64_t la = a->ndim - 1, lb = b->ndim - 1;
    if (a->shape[la] != b->shape[lb]) {
        return mismatch(c, "last dims of one size", a, b);
    }
    return paired_product(c, s, (pairing){a, b, {1, &la}, {1, &lb}});
}

/* Counts dims from 0 and checks that they are distinct; -1 with the error. */
static int wrap_dims(const ct_call *c, ct_dims given, int ndim, int64_t *dims)
{
    uint64_t seen = 0;
    for (int i = 0; i < given.n; i++) {
        dims[i] = ct_dim_wrap(c->op->name, given.v[i], ndim);
        if (dims[i] < 0) {
            return -1;
        }
        if (ndim == 0 || seen >> dims[i] & 1) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected distinct dims, got dim %d twice", c->op->name,
                            (int)dims[i]);
        }
        seen |= UINT64_C(1) << dims[i];
    }
    return 0;
}

/* x summed over a dim whose partner has size 1, which stays with size 1. */
static ct_tensor *summed_for(ct_scope *s, ct_tensor *x, int64_t dim, int64_t partner)
{
    if (!x || partner != 1 || x->shape[dim] == 1) {
        return x;
    }
    return ct_s_sum(s, x, .dim = ct_dims_of(1, &dim), .keepdim = true,
                    .dtype = CT_SOME(x->dtype));
}

CT_BODY(tensordot)
{
    ct_tensor *a = ARG(c, tensordot, input).tensor,
              *b = ARG(c, tensordot, other).tensor;
    ct_dims da = ARG(c, tensordot, dims_input).dims,
            db = ARG(c, tensordot, dims_other).dims;
    int64_t over_a[CT_MAX_NDIM], over_b[CT_MAX_NDIM];
    if (da.n != db.n || da.n > a->ndim || db.n > b->ndim) {
        return mismatch(c, "as many dims of each operand, no more than it has", a, b);
    }
    if (wrap_dims(c, da, a->ndim, over_a) < 0 ||
        wrap_dims(c, db, b->ndim, over_b) < 0) {
        return NULL;
    }
    for (int i = 0; i < da.n; i++) {
        int64_t na = a->shape[over_a[i]], nb = b->shape[over_b[i]];
        if (na != nb && na != 1 && nb != 1) {
            return mismatch(c, "dims of one size to sum over", a, b);
        }
        a = summed_for(s, a, over_a[i], nb);
        b = summed_for(s, b, over_b[i], na);
        if (!a || !b) {
            return NULL;
        }
    }
    return paired_product(c, s, (pairing){a, b, {da.n, over_a}, {db.n, over_b}});
}

/* x[.., m, ..] as [.., m, 1, ..] or [.., 1, m, ..], with n dims before it is split. */
static ct_tensor *interleaved(ct_scope *s, ct_tensor *x, int n, bool first)
{
    int64_t shape[CT_MAX_NDIM];
    for (int i = 0; i < n; i++) {
        int at = i - (n - x->ndim);
        shape[2 * i + !first] = at < 0 ? 1 : x->shape[at];
        shape[2 * i + first] = 1;
    }
    return ct_s_reshape(s, x, ct_dims_of(2 * n, shape));
}

CT_BODY(kron)
{
    ct_tensor *a = ARG(c, kron, input).tensor, *b = ARG(c, kron, other).tensor;
    int n = a->ndim > b->ndim ? a->ndim : b->ndim;
    if (2 * n > CT_MAX_NDIM) {
        return mismatch(c, "operands of at most 32 dims", a, b);
    }
    ct_tensor *y = ct_s_mul(s, interleaved(s, a, n, true), interleaved(s, b, n, false));
    int64_t shape[CT_MAX_NDIM];
    for (int i = 0; y && i < n; i++) {
        shape[i] = y->shape[2 * i] * y->shape[2 * i + 1];
    }
    return ct_s_reshape(s, y, ct_dims_of(n, shape));
}

/* ---- chains ------------------------------------------------------------------ */

/* Beyond this many matrices the order takes longer to find than it saves. */
enum { CHAIN_PLANNED = 256 };

typedef struct chain {
    ct_tensor **matrices;
    int n;
    double *cost; /* multiplications of the product of matrices i to j, at i n + j */
    uint16_t *last; /* where that product is split: the last matrix of its left part */
} chain;

/* Cormen, Leiserson, Rivest and Stein, "Introduction to algorithms", 15.2. */
static void chain_plan(const chain *p)
{
    int n = p->n;
    for (int i = 0; i < n; i++) {
        p->cost[i * n + i] = 0;
    }
    for (int length = 1; length < n; length++) {
        for (int i = 0; i + length < n; i++) {
            int j = i + length;
            double *best = &p->cost[i * n + j];
            double ends =
                (double)p->matrices[i]->shape[0] * (double)p->matrices[j]->shape[1];
            for (int k = i; k < j; k++) {
                double cost = p->cost[i * n + k] + p->cost[(k + 1) * n + j] +
                              ends * (double)p->matrices[k]->shape[1];
                if (k == i || cost < *best) {
                    *best = cost;
                    p->last[i * n + j] = (uint16_t)k;
                }
            }
        }
    }
}

/* At most CHAIN_PLANNED deep. */
static ct_tensor *chain_product(ct_scope *s, const chain *p, int i, int j)
{
    if (i == j) {
        return p->matrices[i];
    }
    int k = p->last[i * p->n + j];
    ct_tensor *left = chain_product(s, p, i, k);
    return left ? ct_s_matmul(s, left, chain_product(s, p, k + 1, j)) : NULL;
}

static ct_tensor *chain_in_best_order(ct_scope *s, ct_tensor **matrices, int n)
{
    chain p = {matrices, n, NULL, NULL};
    size_t places = (size_t)n * (size_t)n;
    char *room =
        ct_alloc_fault() ? NULL : malloc(places * (sizeof *p.cost + sizeof *p.last));
    if (!room) {
        return ct_scope_fail(s, CT_ERR_MEMORY, "multi_dot: out of memory");
    }
    p.cost = (double *)room;
    p.last = (uint16_t *)(room + places * sizeof *p.cost);
    chain_plan(&p);
    ct_tensor *y = chain_product(s, &p, 0, n - 1);
    free(room);
    return y;
}

/* The chain's operands as matrices; -1 with the error unless they fit. */
static int chain_read(ct_call *c, ct_scope *s, ct_tensors list, ct_tensor **matrices)
{
    for (int64_t i = 0; i < list.n; i++) {
        ct_tensor *x = list.v[i];
        bool end = i == 0 || i == list.n - 1;
        if (!x || x->ndim > 2 || x->ndim < 2 - end) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected matrices, and a matrix or a vector at both "
                            "ends, got shape %s at %lld",
                            c->op->name, x ? ct_tensor_shape_str(x) : "None",
                            (long long)i);
        }
        x = x->ndim == 2 ? x : ct_s_unsqueeze(s, x, i == 0 ? 0 : 1);
        if (!x) {
            return -1;
        }
        if (i && matrices[i - 1]->shape[1] != x->shape[0]) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected as many rows as the matrix before has "
                            "columns, got shapes %s and %s at %lld",
                            c->op->name, ct_tensor_shape_str(matrices[i - 1]),
                            ct_tensor_shape_str(x), (long long)i);
        }
        matrices[i] = x;
    }
    return 0;
}

static ct_tensor *chain_in_order(ct_scope *s, ct_tensor **matrices, int64_t n)
{
    ct_tensor *y = matrices[0];
    for (int64_t i = 1; i < n; i++) {
        y = ct_s_matmul(s, y, matrices[i]);
    }
    return y;
}

CT_BODY(multi_dot)
{
    ct_tensors list = ARG(c, multi_dot, tensors).tensors;
    if (list.n < 2) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "multi_dot: expected at least 2 matrices");
    }
    ct_tensor **matrices =
        ct_alloc_fault() ? NULL : malloc((size_t)list.n * sizeof *matrices);
    if (!matrices) {
        return ct_scope_fail(s, CT_ERR_MEMORY, "multi_dot: out of memory");
    }
    bool row = false, column = false;
    ct_tensor *y = NULL;
    if (chain_read(c, s, list, matrices) == 0) {
        row = list.v[0]->ndim == 1;
        column = list.v[list.n - 1]->ndim == 1;
        y = list.n > 2 && list.n <= CHAIN_PLANNED
                ? chain_in_best_order(s, matrices, (int)list.n)
                : chain_in_order(s, matrices, list.n);
    }
    free(matrices);
    y = column ? ct_s_squeeze(s, y, .dim = ct_dims_of(1, (int64_t[]){1})) : y;
    return row ? ct_s_squeeze(s, y, .dim = ct_dims_of(1, (int64_t[]){0})) : y;
}
