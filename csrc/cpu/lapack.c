/* lapack: the routines looked up, and the loop over a batch. */
#include "cpu/lapack.h"

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"

void (*ct_lapack[CT_LAPACK_COUNT][4])(void);

static const char *const names[] = {
#define NAME(name) #name,
    CT_LAPACK_ROUTINES(NAME)
#undef NAME
};

/* What complex numbers' orthogonal and symmetric matrices are called; Hermitian real ones
 * are symmetric. */
static const char *name_of(int routine, int type)
{
    if (type > 1 && routine == CT_LAPACK_orgqr) {
        return "ungqr";
    }
    if (type < 2 && (routine == CT_LAPACK_hetrf || routine == CT_LAPACK_hetrs)) {
        return routine == CT_LAPACK_hetrf ? "sytrf" : "sytrs";
    }
    return type > 1 && routine == CT_LAPACK_syevd ? "heevd" : names[routine];
}

int ct_lapack_open(void *library, const char *path)
{
    for (int i = 0; i < CT_LAPACK_COUNT * 4; i++) {
        char name[40];
        snprintf(name, sizeof name, "scipy_%c%s_", "sdcz"[i % 4],
                 name_of(i / 4, i % 4));
        void *function = dlsym(library, name);
        if (!function) {
            return ct_error(CT_ERR_RUNTIME, "BLAS: expected %s in %s, got none", name,
                            path);
        }
        memcpy(&ct_lapack[i / 4][i % 4], &function, sizeof function);
    }
    return 0;
}

/* ---- a job ------------------------------------------------------------------ */

int ct_job_begin(const ct_call *c, ct_job *j, const ct_tensor *x)
{
    memset(j, 0, sizeof *j);
    if (!ct_lapack[CT_LAPACK_gemm][0]) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED,
                        "%s: expected LAPACK, got none: install scipy-openblas32",
                        c->op->name);
    }
    j->type = (ct_dtype_is_complex((ct_dtype)x->dtype) ? 2 : 0) +
              (x->dtype == CT_DTYPE_F64 || x->dtype == CT_DTYPE_C128);
    j->m = (int)x->shape[x->ndim - 2];
    j->n = (int)x->shape[x->ndim - 1];
    j->count = 1;
    for (int i = 0; i < x->ndim - 2; i++) {
        j->count *= x->shape[i];
    }
    int64_t call = j->m * (int64_t)j->n > 64 ? 512 : 128; /* beside the work */
    j->cost = (int64_t)j->m * j->n * (j->m < j->n ? j->m : j->n) / 4 + call;
    return 0;
}

void ct_job_array(ct_job *j, int i, const ct_tensor *t, int dims)
{
    j->x[i] = t->data;
    j->step[i] = ct_tensor_itemsize(t);
    for (int d = t->ndim - dims; d < t->ndim; d++) {
        j->step[i] *= t->shape[d];
    }
}

size_t ct_job_room(ct_job *j, size_t bytes)
{
    size_t at = j->room;
    j->room += (bytes + 63) / 64 * 64;
    return at;
}

ct_tensor *ct_job_copy(ct_job *j, int i, ct_tensor *x, int64_t rows)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    int n = x->ndim, row = n - 2, column = n - 1;
    memcpy(shape, x->shape, (size_t)n * sizeof *shape);
    shape[row] = x->shape[column];
    shape[column] = rows;
    ct_tensor *copy =
        ct_tensor_new("linalg", (ct_dtype)x->dtype, n, shape, CT_DEVICE_CPU);
    if (!copy) {
        return NULL;
    }
    ct_job_array(j, i, copy, 2);
    memcpy(strides, copy->strides, (size_t)n * sizeof *strides);
    strides[row] = copy->strides[column];
    strides[column] = copy->strides[row];
    ct_tensor *turned = ct_tensor_alias(copy, n, x->shape, strides, copy->data);
    if (!turned || ct_tensor_copy_data(turned, x) < 0) {
        ct_clear(&copy);
    }
    ct_xdecref(turned);
    return copy;
}

static int run_range(void *context, int64_t begin, int64_t end)
{
    const ct_job *j = context;
    char *room = ct_alloc_fault() ? NULL : malloc(j->room + 1);
    int64_t done = 0;
    if (!room) {
        return ct_error(CT_ERR_MEMORY, "linalg: out of memory");
    }
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        char *x[CT_LAPACK_ARRAYS];
        for (int a = 0; a < CT_LAPACK_ARRAYS; a++) {
            x[a] = j->x[a] + i * j->step[a];
        }
        j->info[i] = j->run(j, x, room);
        status = ct_parallel_pace(&done, j->cost);
    }
    free(room);
    return status;
}

/* The error of the first matrix that failed; 0 when none has. */
static int failed(const ct_call *c, const ct_job *j)
{
    char batch[64] = "", why[200];
    for (int64_t i = 0; i < j->count; i++) {
        if (j->info[i] == 0) {
            continue;
        }
        if (j->count > 1) {
            snprintf(batch, sizeof batch, "(Batch element %lld): ", (long long)i);
        }
        if (j->info[i] == CT_LAPACK_NOT_FINITE) {
            snprintf(why, sizeof why,
                     "The algorithm failed to converge because the input matrix "
                     "contained non-finite values.");
        } else {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            snprintf(why, sizeof why, j->failure, j->info[i]);
#pragma GCC diagnostic pop
        }
        return ct_error(CT_ERR_LINALG, "%s: %s%s", c->op->name, batch, why);
    }
    return 0;
}

/* Are all results without elements? A million such matrices are then no work. */
static bool is_empty(const ct_call *c)
{
    for (int i = 0; i < c->nout; i++) {
        if (c->out[i]->numel > 0) {
            return false;
        }
    }
    return true;
}

int ct_job_run(const ct_call *c, ct_job *j)
{
    int32_t *own = NULL;
    if (is_empty(c)) {
        return 0;
    }
    if (!j->info) {
        own = ct_alloc_fault() ? NULL : malloc((size_t)j->count * sizeof *own + 1);
        j->info = own;
        if (!own) {
            return ct_error(CT_ERR_MEMORY, "%s: out of memory", c->op->name);
        }
    }
    int status = ct_parallel_for(j->count, ct_parallel_grain(j->cost), run_range, j);
    if (status == 0 && j->failure) {
        status = failed(c, j);
    }
    free(own);
    return status;
}

/* ---- numbers ------------------------------------------------------------------ */

bool ct_lapack_finite(int type, const void *p, int64_t n)
{
    n *= ct_lapack_complex(type) ? 2 : 1;
    for (int64_t i = 0; i < n; i++) {
        if (!isfinite(ct_lapack_get(type, p, i))) {
            return false;
        }
    }
    return true;
}

int ct_lapack_lwork(int type, const void *work)
{
    double size = ct_lapack_get(type, work, 0);
    return size > 1 ? (int)ceil(size) : 1;
}
