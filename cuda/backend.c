/* backend: the device `cuda` as the core sees it, and the start of the library. */
#include "core/backend.h"

#include "host.h"
#include "rows/stamp.h"

extern const ct_cuda_kernel ct_cuda_create[], ct_cuda_reductions[], ct_cuda_products[],
    ct_cuda_joins[], ct_cuda_indexing[], ct_cuda_draws[], ct_cuda_scans[],
    ct_cuda_norms[], ct_cuda_losses[], ct_cuda_pools[], ct_cuda_resamples[],
    ct_cuda_convs[], ct_cuda_attentions[], ct_cuda_cells[], ct_cuda_strided[],
    ct_cuda_orders[], ct_cuda_findings[], ct_cuda_running[], ct_cuda_bag_rows[],
    ct_cuda_ffts[], ct_cuda_linalg[], ct_cuda_draws_each[];

static const ct_cuda_kernel *const families[] = {ct_cuda_create,
                                                 ct_cuda_reductions,
                                                 ct_cuda_products,
                                                 ct_cuda_joins,
                                                 ct_cuda_indexing,
                                                 ct_cuda_draws,
                                                 ct_cuda_scans,
                                                 ct_cuda_norms,
                                                 ct_cuda_losses,
                                                 ct_cuda_pools,
                                                 ct_cuda_resamples,
                                                 ct_cuda_convs,
                                                 ct_cuda_attentions,
                                                 ct_cuda_cells,
                                                 ct_cuda_strided,
                                                 ct_cuda_orders,
                                                 ct_cuda_findings,
                                                 ct_cuda_running,
                                                 ct_cuda_bag_rows,
                                                 ct_cuda_ffts,
                                                 ct_cuda_linalg,
                                                 ct_cuda_draws_each,
                                                 NULL};

int ct_cuda_no_kernel(const ct_call *c, ct_dtype dtype)
{
    return ct_error(CT_ERR_NOT_IMPLEMENTED, "%s: no kernel for dtype %s on cuda",
                    c->op->name, ct_dtype_name(dtype));
}

static int init(void)
{
    int count = ct_cuda_count();
    if (count < 1) {
        return count < 0
                   ? -1
                   : ct_error(CT_ERR_RUNTIME,
                              "cuda: expected a device, got a driver without one");
    }
    ct_cuda_pointwise_init();
    ct_cuda_steps_init();
    for (const ct_cuda_kernel *const *family = families; *family; family++) {
        for (const ct_cuda_kernel *k = *family; k->run; k++) {
            ct_ops[k->id]->kernel[CT_DEVICE_CUDA] = k->run;
        }
    }
    return 0;
}

static int synchronize(int index)
{
    if (ct_cuda_use(index) < 0 ||
        ct_cuda_check("waiting for the device", cudaDeviceSynchronize()) < 0) {
        return -1;
    }
    return ct_cuda_waited(index);
}

static const ct_device_functions functions = {
    .init = init,
    .compute = {[CT_DTYPE_F16] = CT_DTYPE_F32, [CT_DTYPE_BF16] = CT_DTYPE_F32},
    .allocate = ct_cuda_allocate,
    .free = ct_cuda_free,
    .copy = ct_cuda_copy,
    .copy_across = ct_cuda_copy_across,
    .fill = ct_cuda_fill,
    .read = ct_cuda_read,
    .synchronize = synchronize,
    .current = ct_cuda_current,
    .number = ct_cuda_number,
    .name = ct_cuda_name,
    .pin = ct_cuda_pin,
    .unpin = ct_cuda_unpin,
    .is_pinned = ct_cuda_is_pinned,
    .streams = &ct_cuda_streams,
};

extern CT_API const ct_backend ctensor_backend;
const ct_backend ctensor_backend = {CT_STAMP, CT_DEVICE_CUDA, &functions};
