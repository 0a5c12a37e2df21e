/* linalg: triangular factors, solutions, inverses and determinants. */
#include "linalg.h"

#include <stdio.h>
#include <string.h>

#include "host.h"
#include "ready.h"
#include "rows/linalg.h"

/* ---- matrices ---------------------------------------------------------------------- */

/* Matrices that are factored in place, as rows: a copy of x, or what becomes `to`. */
static void begin(ct_device_matrices *d, ct_ready *r, const ct_call *c, ct_tensor *x,
                  ct_tensor *to)
{
    int64_t m = x->shape[x->ndim - 2], n = x->shape[x->ndim - 1];
    ct_dtype stored = (ct_dtype)x->dtype;
    memset(d, 0, sizeof *d);
    ct_ready_begin(r, x);
    d->dtype = x->dtype;
    d->batches = m && n ? x->numel / (m * n) : 0;
    if (m * n > INT32_MAX) {
        r->failed =
            ct_error(CT_ERR_NOT_IMPLEMENTED,
                     "%s: expected matrices of fewer than 2^31 elements on cuda",
                     c->op->name) < 0;
        return;
    }
    d->m = (int32_t)m;
    d->n = (int32_t)n;
    d->a = to ? ct_ready_write(r, to, stored) : NULL;
    ct_tensor *copy = to ? (r->failed ? NULL : r->held[r->n - 1])
                         : ct_ready_keep(r, ct_tensor_new_like(x, stored));
    r->failed |= !copy || ct_tensor_copy_data(copy, x) < 0;
    d->a = copy ? copy->data : NULL;
}

static void set_pivots(ct_device_matrices *d, ct_ready *r)
{
    int64_t least = d->m < d->n ? d->m : d->n;
    d->pivots = ct_ready_room(r, d->batches * least * 4);
}

static void set_info(ct_device_matrices *d, ct_ready *r, ct_tensor *info)
{
    d->info =
        info ? ct_ready_write(r, info, CT_DTYPE_I32) : ct_ready_room(r, d->batches * 4);
}

/* The error of the first matrix that failed; 0 when none has, or nobody asked. */
static int check_info(const ct_call *c, ct_tensor *info, bool check,
                      void (*why)(char *text, size_t n, int at))
{
    char batch[64] = "", text[300];
    ct_tensor *host = check && info->numel
                          ? ct_tensor_new("linalg", CT_DTYPE_I32, info->ndim,
                                          info->shape, CT_DEVICE_CPU)
                          : NULL;
    if (!host) {
        return check && info->numel ? -1 : 0;
    }
    int status = ct_tensor_copy_data(host, info);
    const int32_t *at = (const int32_t *)(const void *)host->data;
    for (int64_t i = 0; i < info->numel && status == 0; i++) {
        if (at[i] == 0) {
            continue;
        }
        if (info->numel > 1) {
            snprintf(batch, sizeof batch, "(Batch element %lld): ", (long long)i);
        }
        why(text, sizeof text, at[i]);
        status = ct_error(CT_ERR_LINALG, "%s: %s%s", c->op->name, batch, text);
    }
    ct_decref(host);
    return status;
}

static void no_cholesky(char *text, size_t n, int at)
{
    snprintf(text, n,
             "The factorization could not be completed because the input is not "
             "positive-definite (the leading minor of order %d is not "
             "positive-definite).",
             at);
}

static void no_lu(char *text, size_t n, int at)
{
    snprintf(text, n,
             "U[%d,%d] is zero and using it on lu_solve would result in a division by "
             "zero. If you still want to perform the factorization, consider calling "
             "linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)",
             at, at);
}

static void no_inverse(char *text, size_t n, int at)
{
    snprintf(text, n,
             "The diagonal element %d is zero, the inversion could not be completed "
             "because the input matrix is singular.",
             at);
}

static void no_solution(char *text, size_t n, int at)
{
    (void)at;
    snprintf(text, n, "The solver failed because the input matrix is singular.");
}

static int finish(const ct_call *c, ct_ready *r, ct_tensor *info, bool check,
                  void (*why)(char *text, size_t n, int at))
{
    return ct_ready_end(r) < 0 ? -1 : check_info(c, info, check, why);
}

/* ---- factors ----------------------------------------------------------------------- */

/* Matrices of no elements, of which none fails. */
static int none_fails(ct_tensor *info)
{
    int32_t zero = 0;
    return info->numel ? ct_tensor_fill(info, &zero) : 0;
}

static int cholesky(ct_call *c)
{
    ct_tensor *x = FIRST(c), *info = OUT(c, lapack_cholesky, info);
    ct_device_matrices d;
    ct_ready r;
    if (x->numel == 0) {
        return none_fails(info);
    }
    begin(&d, &r, c, x, OUT(c, lapack_cholesky, L));
    set_info(&d, &r, info);
    if (!r.failed) {
        ct_cuda_cholesky(&d, r.stream);
    }
    return finish(c, &r, info, ARG(c, lapack_cholesky, check).i, no_cholesky);
}

static int lu(ct_call *c)
{
    ct_tensor *x = FIRST(c), *info = OUT(c, lapack_lu, info);
    ct_device_matrices d;
    ct_ready r;
    if (x->numel == 0) {
        return none_fails(info);
    }
    begin(&d, &r, c, x, OUT(c, lapack_lu, LU));
    d.pivots = ct_ready_write(&r, OUT(c, lapack_lu, pivots), CT_DTYPE_I32);
    set_info(&d, &r, info);
    if (!r.failed) {
        ct_cuda_lu(&d, r.stream);
    }
    return finish(c, &r, info, ARG(c, lapack_lu, check).i, no_lu);
}

/* The identity with the columns that exchanges of rows bring. */
static int permutation(ct_call *c)
{
    ct_tensor *pivots = ARG(c, lapack_permutation, pivots).tensor, *y = c->out[0];
    int64_t n = y->shape[y->ndim - 1], k = pivots->shape[pivots->ndim - 1];
    ct_ready r;
    if (y->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, y);
    const int32_t *from = ct_ready_read(&r, pivots, CT_DTYPE_I32);
    float *to = ct_ready_write(&r, y, CT_DTYPE_F32);
    if (!r.failed) {
        ct_cuda_permutation(from, k, to, n, y->numel / (n * n), r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- solutions --------------------------------------------------------------------- */

static void substitute(ct_device_matrices *d, ct_ready *r, bool upper, bool unit)
{
    d->upper = upper;
    d->unit = unit;
    ct_cuda_substitute(d, r->stream);
}

/* b: where exchanges and both triangles are applied. */
static void solve_by_lu(ct_device_matrices *d, ct_ready *r)
{
    ct_cuda_exchange(d, r->stream);
    substitute(d, r, false, true);
    substitute(d, r, true, false);
}

/* other's values where the result is written, as rows. */
static void set_sides(ct_device_matrices *d, ct_ready *r, ct_tensor *other,
                      ct_tensor *y)
{
    d->k = (int32_t)y->shape[y->ndim - 1];
    d->b = ct_ready_write(r, y, (ct_dtype)d->dtype);
    if (!r->failed && other) {
        r->failed = ct_tensor_copy_data(r->held[r->n - 1], other) < 0;
    }
}

static int inverse(ct_call *c)
{
    ct_tensor *x = FIRST(c), *info = OUT(c, lapack_inv, info);
    ct_device_matrices d;
    ct_ready r;
    if (x->numel == 0) {
        return none_fails(info);
    }
    begin(&d, &r, c, x, NULL);
    set_pivots(&d, &r);
    set_info(&d, &r, info);
    set_sides(&d, &r, NULL, OUT(c, lapack_inv, inverse));
    if (!r.failed) {
        ct_cuda_lu(&d, r.stream);
        ct_cuda_identity(&d, r.stream);
        solve_by_lu(&d, &r);
        ct_cuda_spoil(&d, r.stream);
    }
    return finish(c, &r, info, ARG(c, lapack_inv, check).i, no_inverse);
}

static int solve(ct_call *c)
{
    ct_tensor *x = FIRST(c), *info = OUT(c, lapack_solve, info),
              *y = OUT(c, lapack_solve, result);
    ct_device_matrices d;
    ct_ready r;
    if (x->numel == 0) {
        return none_fails(info);
    }
    begin(&d, &r, c, x, NULL);
    set_pivots(&d, &r);
    set_info(&d, &r, info);
    set_sides(&d, &r, ARG(c, lapack_solve, other).tensor, y);
    if (!r.failed) {
        ct_cuda_lu(&d, r.stream);
    }
    if (!r.failed && y->numel) {
        solve_by_lu(&d, &r);
    }
    return finish(c, &r, info, ARG(c, lapack_solve, check).i, no_solution);
}

static int triangular(ct_call *c)
{
    ct_tensor *x = FIRST(c), *y = c->out[0];
    ct_device_matrices d;
    ct_ready r;
    if (y->numel == 0) {
        return 0;
    }
    begin(&d, &r, c, x, NULL);
    set_sides(&d, &r, ARG(c, lapack_triangular, other).tensor, y);
    if (!r.failed) {
        substitute(&d, &r, ARG(c, lapack_triangular, upper).i,
                   ARG(c, lapack_triangular, unit).i);
    }
    return ct_ready_end(&r);
}

/* ---- determinants ------------------------------------------------------------------ */

/* Those of no elements are 1. */
static int empty_determinants(ct_tensor *sign, ct_tensor *logs)
{
    ct_scalar one = {.category = CT_CATEGORY_FLOATING, .re = 1};
    char element[16], zero[16] = {0};
    ct_scalar_store((ct_dtype)sign->dtype, element, one);
    return sign->numel && (ct_tensor_fill(sign, element) < 0 ||
                           (logs && ct_tensor_fill(logs, zero) < 0))
               ? -1
               : 0;
}

static int determinants(ct_call *c, ct_tensor *sign, ct_tensor *logs)
{
    ct_tensor *x = FIRST(c);
    ct_device_matrices d;
    ct_ready r;
    if (x->numel == 0) {
        return empty_determinants(sign, logs);
    }
    begin(&d, &r, c, x, NULL);
    set_pivots(&d, &r);
    set_info(&d, &r, NULL);
    d.sign = ct_ready_write(&r, sign, (ct_dtype)sign->dtype);
    d.logs = logs ? ct_ready_write(&r, logs, (ct_dtype)logs->dtype) : NULL;
    if (!r.failed) {
        ct_cuda_lu(&d, r.stream);
        ct_cuda_determinants(&d, r.stream);
    }
    return ct_ready_end(&r);
}

static int det(ct_call *c)
{
    return determinants(c, c->out[0], NULL);
}

static int slogdet(ct_call *c)
{
    return determinants(c, OUT(c, lapack_slogdet, sign),
                        OUT(c, lapack_slogdet, logabsdet));
}

extern const ct_cuda_kernel ct_cuda_linalg[];
const ct_cuda_kernel ct_cuda_linalg[] = {
    {CT_ID_lapack_cholesky, cholesky},
    {CT_ID_lapack_lu, lu},
    {CT_ID_lapack_permutation, permutation},
    {CT_ID_lapack_inv, inverse},
    {CT_ID_lapack_solve, solve},
    {CT_ID_lapack_triangular, triangular},
    {CT_ID_lapack_det, det},
    {CT_ID_lapack_slogdet, slogdet},
    {0, NULL},
};
