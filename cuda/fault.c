/* fault: what kernels find wrong, which they write where the host sees it: it is an error
 * when the host next waits for the device, and the device goes on working. */
#include "host.h"
#include "index.h"

static ct_device_fault *faults[CT_CUDA_DEVICES];

ct_device_fault *ct_cuda_fault_of(int index)
{
    if (!faults[index]) {
        void *room = NULL;
        if (ct_cuda_check("memory for errors",
                          cudaMallocHost(&room, sizeof *faults[index])) < 0) {
            return NULL;
        }
        faults[index] = room;
        *faults[index] = (ct_device_fault){.kind = CT_FAULT_NONE};
    }
    return faults[index];
}

/* What the row's index errors are on the CPU, too. */
static ct_error_kind kind_of(int row)
{
    bool runtime = row == CT_ID_gather || row == CT_ID_scatter ||
                   row == CT_ID_scatter_add || row == CT_ID_index_add ||
                   row == CT_ID_pool_scatter || row == CT_ID_pool_gather;
    return runtime ? CT_ERR_RUNTIME : CT_ERR_INDEX;
}

int ct_cuda_waited(int index)
{
    ct_device_fault *f = faults[index];
    if (!f || f->kind == CT_FAULT_NONE) {
        return 0;
    }
    ct_device_fault found = *f;
    f->kind = CT_FAULT_NONE;
    const char *name = ct_ops[found.row]->pyname;
    if (found.kind == CT_FAULT_DIVISION) {
        return ct_error(CT_ERR_ZERO_DIVISION, "%s: integer division by zero", name);
    }
    return ct_error(kind_of(found.row),
                    "%s: index %lld is out of bounds for dimension %d with size %lld",
                    name, (long long)found.value, found.dim, (long long)found.size);
}
