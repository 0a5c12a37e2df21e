/* index: rows that read and write at places: which lines run beside the indexed dim, and
 * what is copied first. */
#include "index.h"

#include <string.h>

#include "host.h"
#include "ops/index.h"
#include "rows/embedding.h"
#include "rows/index.h"

/* kernels/masks.cu */
void ct_cuda_masked_fill(const ct_device_loop *loop, int size, void *stream);
void ct_cuda_ravel(const ct_device_loop *loop, int64_t size, bool first,
                   ct_device_fault *fault, int row, int dim, void *stream);

static int add_dim(ct_device_places *p, int64_t size, int64_t table, int64_t values,
                   int64_t index)
{
    if (size == 1) {
        return 0;
    }
    if (p->ndim == CT_LOOP_DIMS) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED,
                        "indexing: expected at most %d dims on cuda", CT_LOOP_DIMS);
    }
    p->dims[p->ndim] = ct_plan_size(size);
    p->table_strides[p->ndim] = table;
    p->values_strides[p->ndim] = values;
    p->index_strides[p->ndim++] = index;
    p->lines *= (uint32_t)size;
    return 0;
}

static int begin(ct_device_places *p, const ct_call *c, const ct_tensor *table,
                 const ct_tensor *values, const ct_tensor *index)
{
    memset(p, 0, sizeof *p);
    p->table = table->data;
    p->values = values->data;
    p->index = index->data;
    p->dtype = table->dtype;
    p->lines = 1;
    p->row = c->op->id;
    p->fault = ct_cuda_fault_of(table->device_index);
    return p->fault ? ct_cuda_use(table->device_index) : -1;
}

static void set_dim(ct_device_places *p, const ct_tensor *table, int dim)
{
    p->dim = dim;
    p->bound = ct_size_at(table, dim);
    p->table_step = ct_stride_at(table, dim);
}

/* An index for each element. */
static int element_places(ct_device_places *p, const ct_tensor *table,
                          const ct_tensor *values, const ct_tensor *index, int dim)
{
    set_dim(p, table, dim);
    p->count = (uint32_t)ct_size_at(index, dim);
    p->values_step = ct_stride_at(values, dim);
    p->index_step = ct_stride_at(index, dim);
    for (int d = index->ndim - 1; d >= 0; d--) {
        if (d != dim && add_dim(p, index->shape[d], ct_stride_at(table, d),
                                ct_stride_at(values, d), index->strides[d]) < 0) {
            return -1;
        }
    }
    return 0;
}

/* An index for each slice. */
static int slice_places(ct_device_places *p, const ct_tensor *table,
                        const ct_tensor *values, const ct_tensor *index, int dim)
{
    set_dim(p, table, dim);
    p->count = (uint32_t)ct_size_at(index, 0);
    p->values_step = ct_stride_at(values, dim);
    p->index_step = ct_stride_at(index, 0);
    for (int d = table->ndim - 1; d >= 0; d--) {
        if (d != dim && add_dim(p, table->shape[d], table->strides[d],
                                ct_stride_at(values, d), 0) < 0) {
            return -1;
        }
    }
    return 0;
}

typedef int (*places)(ct_device_places *, const ct_tensor *, const ct_tensor *,
                      const ct_tensor *, int);

static int read_along(ct_call *c, places set)
{
    ct_tensor *index = ct_tensor_cast(ARG(c, gather, index).tensor, CT_DTYPE_I64);
    ct_tensor *table = FIRST(c), *out = c->out[0];
    ct_device_places p;
    int dim = (int)ARG(c, gather, dim).i;
    int status = index && begin(&p, c, table, out, index) == 0 &&
                         set(&p, table, out, index, dim) == 0
                     ? 0
                     : -1;
    if (status == 0 && out->numel) {
        ct_cuda_read_places(&p, ct_cuda_stream(table->device_index));
    }
    ct_xdecref(index);
    return status;
}

/* t, or a copy where it shares memory with out. */
static ct_tensor *apart(ct_tensor *t, const ct_tensor *out)
{
    if (!ct_tensor_overlap(t, out)) {
        return ct_newref(t);
    }
    ct_tensor *copy = ct_tensor_new_like(t, (ct_dtype)t->dtype);
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        ct_clear(&copy);
    }
    return copy;
}

/* 16-bit floats are folded in float32, and rounded once. */
static ct_dtype folds_in(const ct_tensor *out, ct_device_write how)
{
    return how == CT_WRITE_SET ? (ct_dtype)out->dtype
                               : ct_dtype_compute((ct_dtype)out->dtype);
}

/* What was written to a wider copy of out goes there. */
static int give_back(ct_tensor *out, ct_tensor *table, int status)
{
    if (status == 0 && table != out) {
        status = ct_tensor_copy_data(out, table);
    }
    ct_xdecref(table);
    return status;
}

static int write_along(ct_call *c, places set, ct_tensor *values, ct_device_write how,
                       bool wraps)
{
    ct_tensor *out = c->out[0], *input = FIRST(c), *table = NULL;
    ct_dtype wide = folds_in(out, how);
    ct_tensor *given = ct_tensor_cast(ARG(c, scatter, index).tensor, CT_DTYPE_I64);
    ct_tensor *index = given ? apart(given, out) : NULL;
    ct_tensor *same = index ? ct_tensor_cast(values, wide) : NULL;
    ct_tensor *from = same ? apart(same, out) : NULL;
    ct_device_places p;
    int dim = (int)ARG(c, scatter, dim).i, status = from ? 0 : -1;
    if (status == 0 && out != input) {
        status = ct_tensor_copy_data(out, input);
    }
    if (status == 0) {
        table = ct_tensor_cast(out, wide);
        status = table ? begin(&p, c, table, from, index) : -1;
    }
    status = status == 0 ? set(&p, table, from, index, dim) : -1;
    if (status == 0) {
        p.wrap = wraps ? p.bound : 0;
    }
    if (status == 0 && out->numel && index->numel) {
        ct_cuda_write_places(&p, how, ct_cuda_stream(out->device_index));
    }
    status = give_back(out, table, status);
    ct_xdecref(from);
    ct_xdecref(same);
    ct_xdecref(index);
    ct_xdecref(given);
    return status;
}

/* ---- along one dim ------------------------------------------------------------------ */

static int gather(ct_call *c)
{
    return read_along(c, element_places);
}

static int index_select(ct_call *c)
{
    return read_along(c, slice_places);
}

static int scatter(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter, src).tensor, CT_WRITE_SET,
                       false);
}

static int scatter_add(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter_add, src).tensor, CT_WRITE_ADD,
                       false);
}

static int scatter_prod(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter_prod, src).tensor,
                       CT_WRITE_MULTIPLY, false);
}

static int scatter_amax(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter_amax, src).tensor,
                       CT_WRITE_MAX, false);
}

static int scatter_amin(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter_amin, src).tensor,
                       CT_WRITE_MIN, false);
}

/* A number of the host's as one of the device's. */
static ct_tensor *number_there(const ct_call *c, ct_tensor *value)
{
    ct_tensor *there = ct_tensor_new(c->op->name, (ct_dtype)c->out[0]->dtype, 0, NULL,
                                     CT_PLACE(c->out[0]));
    if (there && ct_tensor_copy_data(there, value) < 0) {
        ct_clear(&there);
    }
    return there;
}

static int write_number(ct_call *c, places set, ct_tensor *value, bool wraps)
{
    ct_tensor *there = number_there(c, value);
    int status = there ? write_along(c, set, there, CT_WRITE_SET, wraps) : -1;
    ct_xdecref(there);
    return status;
}

static int scatter_value(ct_call *c)
{
    return write_number(c, element_places, ARG(c, scatter_value, value).tensor, false);
}

static int index_fill(ct_call *c)
{
    return write_number(c, slice_places, ARG(c, index_fill, value).tensor, true);
}

static int index_copy(ct_call *c)
{
    return write_along(c, slice_places, ARG(c, index_copy, source).tensor, CT_WRITE_SET,
                       false);
}

static int index_add(ct_call *c)
{
    ct_tensor *source = ARG(c, index_add, source).tensor, *scaled = NULL;
    if (GIVEN(c, index_add, alpha)) {
        ct_dtype d = ct_dtype_compute((ct_dtype)source->dtype);
        scaled = ct_tensor_new_like(source, d);
        if (!scaled ||
            ct_cuda_multiply(scaled, source, ARG(c, index_add, alpha).tensor) < 0) {
            ct_xdecref(scaled);
            return -1;
        }
    }
    int status =
        write_along(c, slice_places, scaled ? scaled : source, CT_WRITE_ADD, false);
    ct_xdecref(scaled);
    return status;
}

/* ---- rows of a table ---------------------------------------------------------------- */

/* The table's rows are lines of one element each, the indices along them. */
static int embedding(ct_call *c)
{
    ct_tensor *table = FIRST(c), *out = c->out[0];
    ct_tensor *index =
        ct_tensor_prepare(ARG(c, embedding, indices).tensor, CT_DTYPE_I64);
    ct_device_places p;
    int status = index ? begin(&p, c, table, out, index) : -1;
    if (status == 0 && out->numel) {
        set_dim(&p, table, 0);
        p.count = (uint32_t)index->numel;
        p.values_step = table->shape[1] * ct_tensor_itemsize(out);
        p.index_step = (int64_t)sizeof(int64_t);
        status =
            add_dim(&p, table->shape[1], table->strides[1], ct_tensor_itemsize(out), 0);
        ct_cuda_read_places(&p, ct_cuda_stream(table->device_index));
    }
    ct_xdecref(index);
    return status;
}

/* ---- masks ------------------------------------------------------------------------- */

static int run_masked(ct_device_loop *loop, void *context)
{
    const ct_tensor *out = context;
    ct_cuda_masked_fill(loop, (int)ct_tensor_itemsize(out),
                        ct_cuda_stream(out->device_index));
    return 0;
}

static int masked_fill(ct_call *c)
{
    ct_tensor *out = c->out[0], *input = FIRST(c);
    ct_tensor *mask = apart(ARG(c, masked_fill, mask).tensor, out);
    ct_tensor *value = mask ? number_there(c, ARG(c, masked_fill, value).tensor) : NULL;
    int status = value ? ct_cuda_use(out->device_index) : -1;
    if (status == 0 && out != input) {
        status = ct_tensor_copy_data(out, input);
    }
    if (status == 0) {
        ct_dtype d = (ct_dtype)out->dtype;
        ct_plan_operand operands[] = {{out, d}, {mask, CT_DTYPE_BOOL}, {value, d}};
        status = ct_plan(3, operands, run_masked, out);
    }
    ct_xdecref(value);
    ct_xdecref(mask);
    return status;
}

/* ---- several dims at once ----------------------------------------------------------- */

typedef struct raveling {
    const ct_call *c;
    int64_t size;
    int dim;
    bool first;
    ct_device_fault *fault;
    cudaStream_t stream;
} raveling;

static int run_ravel(ct_device_loop *loop, void *context)
{
    const raveling *r = context;
    ct_cuda_ravel(loop, r->size, r->first, r->fault, r->c->op->id, r->dim, r->stream);
    return 0;
}

static int ravel_index(ct_call *c)
{
    static const int64_t zero = 0;
    ct_tensors list = ARG(c, ravel_index, indices).tensors;
    ct_tensor *out = c->out[0];
    if (list.n == 0) {
        return ct_tensor_fill(out, &zero);
    }
    raveling r = {.c = c, .fault = ct_cuda_fault_of(out->device_index)};
    if (!r.fault || ct_cuda_use(out->device_index) < 0) {
        return -1;
    }
    r.stream = ct_cuda_stream(out->device_index);
    for (int64_t i = 0; i < list.n; i++) {
        ct_plan_operand operands[] = {{out, CT_DTYPE_I64}, {list.v[i], CT_DTYPE_I64}};
        r.size = ARG(c, ravel_index, sizes).dims.v[i];
        r.dim = (int)ARG(c, ravel_index, dims).dims.v[i];
        r.first = i == 0;
        if (ct_plan(2, operands, run_ravel, &r) < 0) {
            return -1;
        }
    }
    return 0;
}

/* t with the indexed dims in front of the others. */
static ct_tensor *dims_turned(ct_tensor *t, ct_dims dims)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    uint64_t mask = 0;
    int n = 0;
    for (int64_t i = 0; i < dims.n; i++) {
        mask |= (uint64_t)1 << dims.v[i];
        shape[n] = t->shape[dims.v[i]];
        strides[n++] = t->strides[dims.v[i]];
    }
    for (int d = 0; d < t->ndim; d++) {
        if (!(mask >> d & 1)) {
            shape[n] = t->shape[d];
            strides[n++] = t->strides[d];
        }
    }
    return ct_tensor_alias(t, n, shape, strides, t->data);
}

/* The same where these dims run on as one, else a copy, in which they do. */
static ct_tensor *dims_in_front(ct_tensor *t, ct_dims dims, bool *copied)
{
    ct_tensor *turned = dims_turned(t, dims);
    bool joined = true;
    for (int i = (int)dims.n - 2; turned && i >= 0; i--) {
        joined &= turned->strides[i] == turned->strides[i + 1] * turned->shape[i + 1];
    }
    *copied = !joined;
    if (joined || !turned) {
        return turned;
    }
    ct_tensor *packed = ct_tensor_new("index", (ct_dtype)t->dtype, turned->ndim,
                                      turned->shape, CT_PLACE(t));
    if (packed && ct_tensor_copy_data(packed, turned) < 0) {
        ct_clear(&packed);
    }
    ct_decref(turned);
    return packed;
}

/* table: dims_in_front; values: of the indexed shape, whose index dims run on. */
static int flat_places(ct_device_places *p, const ct_tensor *table,
                       const ct_tensor *values, const ct_tensor *index, ct_dims dims,
                       int at)
{
    int n = (int)dims.n, last = at + index->ndim - 1;
    p->bound = 1;
    for (int i = 0; i < n; i++) {
        p->bound *= table->shape[i];
    }
    p->wrap = n == 1 ? p->bound : 0;
    p->dim = n ? (int)dims.v[0] : 0;
    p->table_step = n ? table->strides[n - 1] : 0;
    p->count = (uint32_t)index->numel;
    p->values_step = index->ndim ? values->strides[last] : 0;
    p->index_step = (int64_t)sizeof(int64_t);
    for (int d = table->ndim - 1; d >= n; d--) {
        int own = d - n < at ? d - n : d - n + index->ndim;
        if (add_dim(p, table->shape[d], table->strides[d], values->strides[own], 0) <
            0) {
            return -1;
        }
    }
    return 0;
}

static int index_flat(ct_call *c)
{
    ct_dims dims = ARG(c, index_flat, dims).dims;
    ct_tensor *out = c->out[0];
    bool copied;
    ct_tensor *index =
        ct_tensor_prepare(ARG(c, index_flat, index).tensor, CT_DTYPE_I64);
    ct_tensor *table = index ? dims_in_front(FIRST(c), dims, &copied) : NULL;
    ct_device_places p;
    int status = table ? begin(&p, c, table, out, index) : -1;
    if (status == 0 && out->numel) {
        status =
            flat_places(&p, table, out, index, dims, (int)ARG(c, index_flat, at).i);
        ct_cuda_read_places(&p, ct_cuda_stream(out->device_index));
    }
    ct_xdecref(table);
    ct_xdecref(index);
    return status;
}

/* Values as the indexed shape has them, in rows. */
static ct_tensor *values_ready(ct_call *c)
{
    int64_t shape[CT_MAX_NDIM];
    ct_tensor *out = c->out[0];
    int ndim = ct_indexed_shape(c, ARG(c, index_put_flat, dims).dims,
                                ARG(c, index_put_flat, at).i, shape);
    ct_device_write how =
        ARG(c, index_put_flat, accumulate).i ? CT_WRITE_ADD : CT_WRITE_SET;
    ct_tensor *ready =
        ct_tensor_new("index_put", folds_in(out, how), ndim, shape, CT_PLACE(out));
    ct_tensor *given = ARG(c, index_put_flat, values).tensor;
    ct_tensor *one = given->numel == 1
                         ? ct_tensor_alias(given, 0, NULL, NULL, given->data)
                         : ct_newref(given);
    if (ready && (!one || ct_tensor_copy_data(ready, one) < 0)) {
        ct_clear(&ready);
    }
    ct_xdecref(one);
    return ready;
}

static int put_flat(ct_call *c, ct_tensor *table, ct_tensor *index, ct_tensor *values)
{
    ct_device_places p;
    bool adds = ARG(c, index_put_flat, accumulate).i;
    if (values->numel == 0 || begin(&p, c, table, values, index) < 0) {
        return values->numel == 0 ? 0 : -1;
    }
    if (flat_places(&p, table, values, index, ARG(c, index_put_flat, dims).dims,
                    (int)ARG(c, index_put_flat, at).i) < 0) {
        return -1;
    }
    ct_cuda_write_places(&p, adds ? CT_WRITE_ADD : CT_WRITE_SET,
                         ct_cuda_stream(table->device_index));
    return 0;
}

static int index_put_flat(ct_call *c)
{
    ct_dims dims = ARG(c, index_put_flat, dims).dims;
    ct_tensor *out = c->out[0], *input = FIRST(c);
    bool copied = false;
    ct_tensor *index =
        ct_tensor_prepare(ARG(c, index_put_flat, index).tensor, CT_DTYPE_I64);
    ct_tensor *values = index ? values_ready(c) : NULL;
    int status = values ? 0 : -1;
    if (status == 0 && out != input) {
        status = ct_tensor_copy_data(out, input);
    }
    ct_tensor *wide = status == 0 ? ct_tensor_cast(out, (ct_dtype)values->dtype) : NULL;
    ct_tensor *table = wide ? dims_in_front(wide, dims, &copied) : NULL;
    status = table ? put_flat(c, table, index, values) : -1;
    if (status == 0 && copied) { /* back to where they belong */
        ct_tensor *turned = dims_turned(wide, dims);
        status = turned ? ct_tensor_copy_data(turned, table) : -1;
        ct_xdecref(turned);
    }
    status = give_back(out, wide, status);
    ct_xdecref(table);
    ct_xdecref(values);
    ct_xdecref(index);
    return status;
}

extern const ct_cuda_kernel ct_cuda_indexing[];
const ct_cuda_kernel ct_cuda_indexing[] = {
    {CT_ID_gather, gather},
    {CT_ID_scatter, scatter},
    {CT_ID_scatter_value, scatter_value},
    {CT_ID_scatter_add, scatter_add},
    {CT_ID_scatter_prod, scatter_prod},
    {CT_ID_scatter_amax, scatter_amax},
    {CT_ID_scatter_amin, scatter_amin},
    {CT_ID_index_select, index_select},
    {CT_ID_index_add, index_add},
    {CT_ID_index_copy, index_copy},
    {CT_ID_index_fill, index_fill},
    {CT_ID_masked_fill, masked_fill},
    {CT_ID_ravel_index, ravel_index},
    {CT_ID_index_flat, index_flat},
    {CT_ID_index_put_flat, index_put_flat},
    {CT_ID_embedding, embedding},
    {0, NULL},
};
