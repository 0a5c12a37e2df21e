/* index_list_rows: kernels of the rows that index several dims at once: NOTE [Raveled
 * indices] in ops/index_list.c. */
#include <string.h>

#include "cpu/copy.h"
#include "cpu/index_rows.h"
#include "rows/index.h"

int ct_ravel_index_cpu(ct_call *c)
{
    static const int64_t zero = 0;
    ct_tensors list = ARG(c, ravel_index, indices).tensors;
    if (list.n == 0) {
        return ct_tensor_fill(c->out[0], &zero);
    }
    for (int64_t i = 0; i < list.n; i++) {
        ct_tensor *index = ct_tensor_cast(list.v[i], CT_DTYPE_I64);
        if (!index) {
            return -1;
        }
        int64_t size = ARG(c, ravel_index, sizes).dims.v[i];
        int status = 0, dim = (int)ARG(c, ravel_index, dims).dims.v[i];
        if (list.v[i]->dtype == CT_DTYPE_U64) { /* large ones have become negative */
            status = ct_index_check(index, size, 0, CT_ERR_INDEX, dim);
        }
        if (status == 0) {
            status = ct_index_ravel(c->out[0], index, i == 0, size, dim);
        }
        ct_decref(index);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}

static void add_indexed(ct_places *p, const ct_tensor *values, const ct_tensor *index,
                        int at, bool write)
{
    int last = at + index->ndim - 1;
    if (write) { /* values' dims here run on: see values_ready */
        p->count = index->numel;
        p->steps[0] = index->ndim ? values->strides[last] : 0;
        p->steps[1] = (int64_t)sizeof(int64_t);
        return;
    }
    for (int i = 0; i < index->ndim; i++) {
        ct_lines_add(&p->lines, index->shape[i], values->strides[at + i],
                     index->strides[i], 0);
    }
}

static int flat_places(ct_places *p, const ct_target *where, const ct_tensor *values,
                       const ct_tensor *index, const ct_tensor *table, bool write)
{
    uint64_t mask = 0;
    int n = 0, other = 0;
    for (int64_t i = 0; i < where->dims.n; i++) {
        mask |= (uint64_t)1 << where->dims.v[i];
    }
    for (int d = 0; d <= table->ndim; d++) {
        if (other == where->at && n == other) {
            add_indexed(p, values, index, n, write);
            n += index->ndim;
        }
        if (d < table->ndim && !(mask >> d & 1)) {
            ct_lines_add(&p->lines, table->shape[d], values->strides[n], 0,
                         table->strides[d]);
            n++;
            other++;
        }
    }
    p->bound = where->bound;
    p->wrap = where->wrap;
    p->trusted = where->trusted;
    p->scale = where->scale;
    p->kind = CT_ERR_INDEX;
    p->dim = where->dims.n ? (int)where->dims.v[0] : 0;
    return 0;
}

/* The indices as the kernel takes them: as they are when the indexed dims of table run
 * on, else as byte offsets. New reference; bound and scale are set. The kernel works
 * on table itself, or on a row-major copy where that is of another dtype. */
static ct_tensor *flat_index(ct_target *where, ct_tensor *index, const ct_tensor *table,
                             ct_dtype dtype)
{
    int n = (int)where->dims.n;
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM], packed_strides[CT_MAX_NDIM];
    const int64_t *table_strides = table->strides;
    int64_t numel = 1;
    bool joined = true;
    if (dtype != table->dtype) {
        ct_shape_strides(table->ndim, table->shape, ct_dtype_size(dtype),
                         packed_strides);
        table_strides = packed_strides;
    }
    for (int i = n - 1; i >= 0; i--) {
        shape[i] = table->shape[where->dims.v[i]];
        strides[i] = table_strides[where->dims.v[i]];
        joined &= i == n - 1 || shape[i] == 1 || strides[i] == numel * strides[n - 1];
        numel *= shape[i];
    }
    if (joined) {
        where->bound = (uint64_t)numel;
        where->wrap = n == 1 ? numel : 0;
        where->scale = n ? strides[n - 1] : 0;
        return ct_tensor_contiguous(index);
    }
    ct_tensor *packed = ct_tensor_contiguous(index);
    ct_tensor *offsets = packed ? ct_tensor_new_like(packed, CT_DTYPE_I64) : NULL;
    where->trusted = true;
    where->scale = 1;
    if (offsets && ct_index_offsets(offsets, packed, n, shape, strides) < 0) {
        ct_clear(&offsets);
    }
    ct_xdecref(packed);
    return offsets;
}

static int check_flat(const ct_target *where, const ct_tensor *index)
{
    int dim = where->dims.n ? (int)where->dims.v[0] : 0;
    return where->trusted ? 0
                          : ct_index_check(index, (int64_t)where->bound, where->wrap,
                                           CT_ERR_INDEX, dim);
}

int ct_index_flat_cpu(ct_call *c)
{
    ct_tensor *table = ARG(c, index_flat, input).tensor;
    ct_target where = {.dims = ARG(c, index_flat, dims).dims,
                       .at = (int)ARG(c, index_flat, at).i};
    ct_tensor *index = flat_index(&where, ARG(c, index_flat, index).tensor, table,
                                  (ct_dtype)table->dtype);
    int status = index ? 0 : -1;
    if (status == 0 && c->out[0]->numel == 0) { /* else found as it is read */
        status = check_flat(&where, index);
    }
    if (status == 0) {
        status = ct_index_read(&where, flat_places, c->out[0], index, table);
    }
    ct_xdecref(index);
    return status;
}

/* values of input's dtype in the shape of the result, with the dims of the indices
 * one after the other in memory, or all in one place. */
static ct_tensor *values_ready(ct_call *c)
{
    int64_t shape[CT_MAX_NDIM];
    int ndim = ct_indexed_shape(c, ARG(c, index_put_flat, dims).dims,
                                ARG(c, index_put_flat, at).i, shape);
    ct_tensor *ready = ct_tensor_cast(ARG(c, index_put_flat, values).tensor,
                                      (ct_dtype)c->out[0]->dtype);
    if (ready && ready->numel == 1) {
        ct_tensor *one = ct_tensor_alias(ready, 0, NULL, NULL, ready->data);
        ct_decref(ready);
        ready = one;
    }
    if (ready) {
        ct_tensor *wide = ct_tensor_broadcast(ready, ndim, shape);
        ct_decref(ready);
        ready = wide;
    }
    if (ready && ARG(c, index_put_flat, index).tensor->ndim > 1 &&
        ARG(c, index_put_flat, values).tensor->numel != 1) {
        ct_tensor *packed = ct_tensor_contiguous(ready);
        ct_decref(ready);
        ready = packed;
    }
    return ready;
}

int ct_index_put_flat_cpu(ct_call *c)
{
    ct_target where = {.dims = ARG(c, index_put_flat, dims).dims,
                       .at = (int)ARG(c, index_put_flat, at).i};
    ct_dtype dtype = (ct_dtype)c->out[0]->dtype;
    dtype = ARG(c, index_put_flat, accumulate).i ? ct_dtype_compute(dtype)
                                                 : dtype; /* as ct_index_fold adds */
    ct_tensor *index =
        flat_index(&where, ARG(c, index_put_flat, index).tensor, c->out[0], dtype);
    ct_tensor *values = index ? values_ready(c) : NULL;
    int status = -1;
    if (values && check_flat(&where, index) == 0) {
        status = ARG(c, index_put_flat, accumulate).i
                     ? ct_index_fold(c, &where, flat_places, index, values, CT_FOLD_ADD)
                     : ct_index_write(c, &where, flat_places, index, values);
    }
    ct_xdecref(values);
    ct_xdecref(index);
    return status;
}
