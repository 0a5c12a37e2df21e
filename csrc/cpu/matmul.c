/* matmul: from tensors to ct_gemm, which takes matrices of any strides as they lie. Only
 * those whose strides are no whole elements are copied, and complex ones that the library
 * cannot step through. A batch times one matrix is one product. */
#include <string.h>

#include "core/parallel.h"
#include "cpu/copy.h"
#include "cpu/gemm.h"
#include "ops/op.h"
#include "rows/matmul.h"

typedef struct matrix { /* the last two dims of an operand */
    ct_tensor *owner; /* keeps the data alive */
    int64_t rows, columns;
    int64_t row, column; /* elements between them */
    int64_t batch[CT_MAX_NDIM]; /* bytes between matrices, per dim of the result */
} matrix;

typedef struct product {
    ct_dtype dtype;
    matrix a, b;
    char *out;
    int nbatch;
    int64_t shape[CT_MAX_NDIM];
} product;

/* Strides in bytes of the rows and columns of a matrix that has elements. A dim of one
 * element has a stride that suits the kernels: as if the matrix were contiguous. False:
 * copy first. */
static bool lay_out(matrix *m, int64_t rs, int64_t cs, ct_dtype dtype)
{
    int64_t size = ct_dtype_size(dtype); /* a power of 2 */
    int log2 = __builtin_ctzll((uint64_t)size);
    cs = m->columns > 1 ? cs : size;
    rs = m->rows > 1 ? rs : m->columns > 1 && cs != size ? size : cs * m->columns;
    m->row = rs >> log2;
    m->column = cs >> log2;
    bool whole = ((rs | cs) & (size - 1)) == 0;
    if (!ct_dtype_is_complex(dtype)) {
        return whole;
    }
    return whole && ((m->column == 1 && m->row >= m->columns) ||
                     (m->row == 1 && m->column >= m->rows));
}

/* `left`: a 1-d operand is a row, else a column. */
static int matrix_read(matrix *m, ct_tensor *t, bool left, int nbatch)
{
    m->owner = ct_newref(t);
    for (int copied = 0; copied < 2; copied++) {
        int64_t rs = 0, cs = 0;
        const ct_tensor *o = m->owner;
        if (o->ndim == 1) {
            m->rows = left ? 1 : o->shape[0];
            m->columns = left ? o->shape[0] : 1;
            rs = cs = o->strides[0];
        } else {
            m->rows = o->shape[o->ndim - 2];
            m->columns = o->shape[o->ndim - 1];
            rs = o->strides[o->ndim - 2];
            cs = o->strides[o->ndim - 1];
        }
        if (lay_out(m, rs, cs, (ct_dtype)o->dtype)) {
            break;
        }
        ct_tensor *packed = ct_tensor_contiguous(m->owner);
        ct_decref(m->owner);
        m->owner = packed;
        if (!packed) {
            return -1;
        }
    }
    int own = m->owner->ndim > 2 ? m->owner->ndim - 2 : 0;
    for (int d = 0; d < nbatch; d++) {
        int at = d - (nbatch - own);
        bool moves = at >= 0 && m->owner->shape[at] != 1;
        m->batch[d] = moves ? m->owner->strides[at] : 0;
    }
    return 0;
}

static int run_batches(void *context, int64_t begin, int64_t end)
{
    const product *p = context;
    int64_t size = ct_dtype_size(p->dtype);
    ct_gemm_args g = {.m = p->a.rows,
                      .n = p->b.columns,
                      .k = p->a.columns,
                      .a_row = p->a.row,
                      .a_step = p->a.column,
                      .b_step = p->b.row,
                      .b_column = p->b.column,
                      .ldc = p->b.columns};
    for (int64_t i = begin; i < end; i++) {
        const char *a = p->a.owner->data, *b = p->b.owner->data;
        int64_t index = i;
        for (int d = p->nbatch - 1; d >= 0; d--) {
            a += index % p->shape[d] * p->a.batch[d];
            b += index % p->shape[d] * p->b.batch[d];
            index /= p->shape[d];
        }
        g.a = a, g.b = b, g.c = p->out + i * g.m * g.n * size;
        if (ct_gemm(p->dtype, &g) < 0) {
            return -1;
        }
    }
    return 0;
}

/* (batch, m, k) x (k, n) with the batch in one piece: (batch m, k) x (k, n). */
static void fold_batch(product *p, int64_t *batches)
{
    bool one_b = true;
    for (int d = 0; d < p->nbatch; d++) {
        one_b &= p->b.batch[d] == 0 || p->shape[d] == 1;
    }
    if (*batches > 1 && one_b && ct_tensor_is_contiguous(p->a.owner) &&
        p->a.owner->numel == *batches * p->a.rows * p->a.columns) {
        p->a.rows *= *batches;
        p->a.row = p->a.columns;
        p->a.column = 1;
        p->nbatch = 0;
        *batches = 1;
    }
}

int ct_matmul_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, matmul, input).tensor, *y = ARG(c, matmul, other).tensor,
              *out = c->out[0];
    if (out->numel == 0) {
        return 0;
    }
    product p; /* not cleared: it has room for many dims */
    p.dtype = (ct_dtype)c->compute;
    p.out = out->data;
    p.a.owner = p.b.owner = NULL;
    p.nbatch = out->ndim - (x->ndim > 1) - (y->ndim > 1);
    int64_t batches = 1;
    for (int d = 0; d < p.nbatch; d++) {
        p.shape[d] = out->shape[d];
        batches *= out->shape[d];
    }
    int status = matrix_read(&p.a, x, true, p.nbatch) < 0 ||
                         matrix_read(&p.b, y, false, p.nbatch) < 0
                     ? -1
                     : 0;
    if (status == 0) {
        fold_batch(&p, &batches);
        int64_t work = p.a.rows * p.a.columns / 8 * p.b.columns + 1;
        status = batches == 1
                     ? run_batches(&p, 0, 1)
                     : ct_parallel_for(batches, CT_GRAIN / work + 1, run_batches, &p);
    }
    ct_xdecref(p.a.owner);
    ct_xdecref(p.b.owner);
    return status;
}
