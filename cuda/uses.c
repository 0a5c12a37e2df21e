/* uses: see uses.h. */
#include "uses.h"

#include <stdlib.h>

#include "host.h"

int ct_cuda_uses_add(ct_cuda_other **uses, int index, cudaStream_t stream)
{
    for (const ct_cuda_other *u = *uses; u; u = u->next) {
        if (u->index == index && u->stream == stream) {
            return 0;
        }
    }
    ct_cuda_other *u = malloc(sizeof *u);
    if (!u) {
        return ct_error(CT_ERR_MEMORY, "out of memory");
    }
    *u = (ct_cuda_other){*uses, index, stream, NULL};
    *uses = u;
    return 0;
}

/* Whose event cannot be made is waited for at once. */
void ct_cuda_uses_end(ct_cuda_other *uses)
{
    int before = -1;
    cudaGetDevice(&before);
    for (ct_cuda_other *u = uses; u; u = u->next) {
        cudaSetDevice(u->index);
        if (cudaEventCreateWithFlags(&u->event, cudaEventDisableTiming) !=
            cudaSuccess) {
            u->event = NULL;
            cudaStreamSynchronize(u->stream);
        } else {
            cudaEventRecord(u->event, u->stream);
        }
    }
    cudaSetDevice(before);
}

static void drop(ct_cuda_other **at)
{
    ct_cuda_other *u = *at;
    *at = u->next;
    if (u->event) {
        cudaEventDestroy(u->event);
    }
    free(u);
}

bool ct_cuda_uses_over(ct_cuda_other **uses)
{
    for (ct_cuda_other **at = uses; *at;) {
        if ((*at)->event && cudaEventQuery((*at)->event) == cudaErrorNotReady) {
            at = &(*at)->next;
        } else {
            drop(at);
        }
    }
    return !*uses;
}

void ct_cuda_uses_wait(ct_cuda_other **uses)
{
    while (*uses) {
        if ((*uses)->event) {
            cudaEventSynchronize((*uses)->event);
        }
        drop(uses);
    }
}

void ct_cuda_uses_forget(ct_cuda_other **uses, cudaStream_t stream)
{
    for (ct_cuda_other **at = uses; *at;) {
        if ((*at)->stream == stream) {
            drop(at);
        } else {
            at = &(*at)->next;
        }
    }
}
