/* index_mask_rows: kernels of the rows with a mask, and of those that find its indices. */
#include <string.h>

#include "cpu/copy.h"
#include "cpu/index_rows.h"
#include "ops/value.h"
#include "rows/index.h"

int ct_masked_fill_cpu(ct_call *c)
{
    char value[16];
    ct_tensor *out = c->out[0];
    ct_tensor *mask =
        ct_tensor_broadcast(ARG(c, masked_fill, mask).tensor, out->ndim, out->shape);
    ct_tensor *input =
        ct_tensor_broadcast(ARG(c, masked_fill, input).tensor, out->ndim, out->shape);
    ct_tensor *apart = mask && input ? ct_tensor_apart(mask, out) : NULL;
    int status = -1;
    if (apart && ct_value_store("masked_fill", ARG(c, masked_fill, value).tensor,
                                (ct_dtype)out->dtype, value) == 0) {
        status = ct_masked_fill(out, apart, input, value);
    }
    ct_xdecref(apart);
    ct_xdecref(input);
    ct_xdecref(mask);
    return status;
}

/* Row-major numbers of the places in `shape` where mask is set. */
static ct_tensor *mask_numbers(ct_tensor *mask, int ndim, const int64_t *shape)
{
    ct_tensor *wide = ct_tensor_broadcast(mask, ndim, shape);
    ct_tensor *packed = wide ? ct_tensor_prepare(wide, CT_DTYPE_BOOL) : NULL;
    ct_tensor *numbers = packed ? ct_mask_indices(packed) : NULL;
    ct_xdecref(packed);
    ct_xdecref(wide);
    return numbers;
}

/* The k-th place with the mask set has the k-th element of values. */
static int flat_places(ct_places *p, const ct_target *where, const ct_tensor *values,
                       const ct_tensor *index, const ct_tensor *table, bool write)
{
    (void)table;
    if (!write) {
        ct_lines_add(&p->lines, index->numel, ct_tensor_itemsize(values),
                     (int64_t)sizeof(int64_t), 0);
    }
    p->count = index->numel;
    p->steps[0] = ct_tensor_itemsize(values);
    p->steps[1] = (int64_t)sizeof(int64_t);
    p->trusted = where->trusted;
    p->scale = where->scale;
    p->kind = (uint8_t)where->kind;
    p->dim = 0;
    p->wrap = 0;
    p->bound = 0;
    return 0;
}

static const ct_target where = {.trusted = true, .scale = 1, .kind = CT_ERR_INDEX};

static int scatter_numbers(ct_call *c, ct_tensor *numbers, ct_tensor *source)
{
    ct_tensor *out = c->out[0];
    if (source->numel < numbers->numel) {
        return ct_error(CT_ERR_RUNTIME,
                        "masked_scatter: expected a source of at least %lld elements, "
                        "the number of ones in mask, got %lld",
                        (long long)numbers->numel, (long long)source->numel);
    }
    if (ct_index_offsets(numbers, numbers, out->ndim, out->shape, out->strides) < 0) {
        return -1;
    }
    return ct_index_write(c, &where, flat_places, numbers, source);
}

int ct_masked_scatter_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0];
    ct_tensor *numbers =
        mask_numbers(ARG(c, masked_scatter, mask).tensor, out->ndim, out->shape);
    ct_tensor *source = ct_tensor_contiguous(ARG(c, masked_scatter, source).tensor);
    int status = numbers && source ? scatter_numbers(c, numbers, source) : -1;
    ct_xdecref(source);
    ct_xdecref(numbers);
    return status;
}

static int pack_numbers(ct_tensor *out, ct_tensor *numbers, ct_tensor *input)
{
    if (out->numel < numbers->numel) {
        return ct_error(CT_ERR_RUNTIME,
                        "_masked_pack: expected a size of at least %lld, the number of "
                        "ones in mask, got %lld",
                        (long long)numbers->numel, (long long)out->numel);
    }
    if (ct_index_offsets(numbers, numbers, input->ndim, input->shape, input->strides) <
        0) {
        return -1;
    }
    return ct_index_read(&where, flat_places, out, numbers, input);
}

/* The rest of the result is zero as it was made. */
int ct_masked_pack_cpu(ct_call *c)
{
    ct_tensor *input = ARG(c, masked_pack, input).tensor;
    ct_tensor *numbers =
        mask_numbers(ARG(c, masked_pack, mask).tensor, input->ndim, input->shape);
    int status = numbers ? pack_numbers(c->out[0], numbers, input) : -1;
    ct_xdecref(numbers);
    return status;
}

/* How many there are is known only now. */
int ct_mask_flat_cpu(ct_call *c)
{
    ct_tensor *mask = ct_tensor_prepare(ARG(c, mask_flat, mask).tensor, CT_DTYPE_BOOL);
    c->out[0] = mask ? ct_mask_indices(mask) : NULL;
    ct_xdecref(mask);
    return c->out[0] ? 0 : -1;
}

/* A row for each dim; of one dim the numbers are those. */
static ct_tensor *coordinates(ct_tensor *numbers, int ndim, const int64_t *shape)
{
    if (ndim != 1) {
        return ct_index_unravel(numbers, ndim, shape);
    }
    const int64_t size[] = {1, numbers->numel};
    const int64_t steps[] = {numbers->numel * 8, 8};
    return ct_tensor_alias(numbers, 2, size, steps, numbers->data);
}

int ct_nonzero_cpu(ct_call *c)
{
    const ct_tensor *t = ARG(c, nonzero, input).tensor;
    ct_tensor *mask = ct_tensor_prepare(ARG(c, nonzero, input).tensor, CT_DTYPE_BOOL);
    ct_tensor *numbers = mask ? ct_mask_indices(mask) : NULL;
    ct_tensor *rows = numbers ? coordinates(numbers, t->ndim, t->shape) : NULL;
    if (rows) { /* a row for each dim, shown as a column: nonzero_tuple takes them */
        const int64_t shape[] = {rows->shape[1], rows->shape[0]};
        const int64_t strides[] = {rows->strides[1], rows->strides[0]};
        c->out[0] = ct_tensor_alias(rows, 2, shape, strides, rows->data);
    }
    ct_xdecref(rows);
    ct_xdecref(numbers);
    ct_xdecref(mask);
    return c->out[0] ? 0 : -1;
}
