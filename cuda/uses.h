/* uses: streams that use a block of memory beside the one that it belongs to, or after its
 * end: an event in each tells when they have done so. */
#ifndef CT_CUDA_USES_H
#define CT_CUDA_USES_H

#include <cuda_runtime_api.h>
#include <stdbool.h>

typedef struct ct_cuda_other {
    struct ct_cuda_other *next;
    int index; /* of the device */
    cudaStream_t stream;
    cudaEvent_t event; /* NULL until the block ends */
} ct_cuda_other;

/* The stream uses it, once more or for the first time; -1 with the error set. */
int ct_cuda_uses_add(ct_cuda_other **uses, int index, cudaStream_t stream);
/* The block ends: what its streams were given until now is what is waited for. */
void ct_cuda_uses_end(ct_cuda_other *uses);
/* Has all of it come to pass? Empties the list of those that have. */
bool ct_cuda_uses_over(ct_cuda_other **uses);
/* Waits for it, and empties the list. */
void ct_cuda_uses_wait(ct_cuda_other **uses);
/* The stream has done all, and is about to end. */
void ct_cuda_uses_forget(ct_cuda_other **uses, cudaStream_t stream);

#endif
