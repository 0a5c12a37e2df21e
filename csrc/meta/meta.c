/* meta: the device without memory. Its tensors have a dtype, a shape, strides and a storage
 * of some size, and no values: a row's check says what the result looks like, and there is
 * nothing to run. So a model of any size can be built, and its shapes inferred. */
#include "core/device.h"
#include "ops/op.h"
#include "rows/view.h"

/* ---- functions -------------------------------------------------------------- */

/* An address that nothing may be read from, aligned for every dtype; offsets from it are
 * those of real memory. */
static char *allocate(size_t n, int index, bool zeroed)
{
    (void)n;
    (void)index;
    (void)zeroed;
    return (char *)64;
}

static void release(char *data, size_t n, int index)
{
    (void)data;
    (void)n;
    (void)index;
}

static int copy(ct_tensor *dst, ct_tensor *src)
{
    (void)dst;
    (void)src;
    return 0;
}

static int copy_across(ct_tensor *dst, ct_tensor *src)
{
    (void)src;
    if (dst->device == CT_DEVICE_META) {
        return 0;
    }
    return ct_error(
        CT_ERR_NOT_IMPLEMENTED,
        "Cannot copy out of meta tensor; no data! A module is given memory by "
        "to_empty(), and then values");
}

static int fill(ct_tensor *out, const void *value)
{
    (void)out;
    (void)value;
    return 0;
}

static int read_element(const ct_tensor *t, void *value)
{
    (void)value;
    return ct_tensor_to_host("read", t);
}

/* ---- the column ------------------------------------------------------------- */

/* The check has made the results, where it can. */
static int run(ct_call *c)
{
    if (c->op->nout == 0 || c->out[0] || c->outs.v) {
        return 0;
    }
    return ct_error(
        CT_ERR_NOT_IMPLEMENTED,
        "%s: expected tensors with values, got meta tensors: the shape of the "
        "result depends on the values",
        c->op->pyname);
}

static int run_copy(ct_call *c)
{
    return ct_tensor_copy_data(c->out[0], c->arg[1].tensor);
}

static int init(void)
{
    for (int i = 0; i < ct_op_count; i++) {
        ct_ops[i]->kernel[CT_DEVICE_META] = run;
    }
    ct_ops[CT_ROW(copy_)->id]->kernel[CT_DEVICE_META] = run_copy;
    return 0;
}

const ct_device_functions ct_meta_device = {
    .init = init,
    .compute = {[CT_DTYPE_F16] = CT_DTYPE_F32, [CT_DTYPE_BF16] = CT_DTYPE_F32},
    .allocate = allocate,
    .free = release,
    .copy = copy,
    .copy_across = copy_across,
    .fill = fill,
    .read = read_element,
};
