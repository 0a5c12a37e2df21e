/* host: what the host's side of the backend shares: the runtime's errors as the core's, the
 * current device and stream, memory, and loops over tensors. */
#ifndef CT_CUDA_HOST_H
#define CT_CUDA_HOST_H

#include <cuda_runtime_api.h>

#include "core/device.h"
#include "core/stream.h"
#include "loop.h"
#include "ops/op.h"
#include "rows/ids.h"

enum { CT_CUDA_DEVICES = 16 };

/* A row by its name: the core's symbols for rows are its own. */
#define CT_CUDA_ROW(name) (ct_ops[CT_ID_##name])

/* ---- runtime.c --------------------------------------------------------------- */

/* 0, or -1 with the error set: "what: expected .., got .." of the runtime. */
int ct_cuda_check(const char *what, cudaError_t status);
/* What kernels reported since it was asked last, after a wait. */
int ct_cuda_faults(const char *what);
/* How many there are; -1 with the error set. */
int ct_cuda_count(void);
/* Calls of the runtime concern this device from now on; -1 with the error set. */
int ct_cuda_use(int index);
/* What ct_device_functions says of these. */
int ct_cuda_current(int index);
int ct_cuda_number(int index, ct_device_number which, int64_t *value);
const char *ct_cuda_name(int index);
/* Is this process a fork of one that used CUDA? Nothing of it can be used here. */
bool ct_cuda_is_forked(void);
/* The thread's current stream of a device. */
cudaStream_t ct_cuda_stream(int index);
extern const ct_stream_functions ct_cuda_streams;

/* ---- alloc.c ----------------------------------------------------------------- */

typedef struct ct_cuda_memory {
    int64_t allocated, allocated_peak, reserved, reserved_peak, allocations, retries;
} ct_cuda_memory;

char *ct_cuda_allocate(size_t n, int index, bool zeroed);
void ct_cuda_free(char *data, size_t n, int index);
/* The stream uses the block that begins at data, too; -1 with the error set. */
int ct_cuda_stream_uses(int index, const char *data, cudaStream_t stream);
/* The stream is about to end: its blocks are the default stream's. */
void ct_cuda_stream_ends(int index, cudaStream_t stream);
/* Gives back what is kept; all devices' for a negative index. */
void ct_cuda_trim(int index);
void ct_cuda_memory_get(int index, ct_cuda_memory *memory);
void ct_cuda_memory_peak_reset(int index);
/* The most bytes that the device may have handed out and kept, -1 for all; set before, unless
 * bytes is -2. */
int64_t ct_cuda_memory_limit(int index, int64_t bytes);
void ct_cuda_memory_after_fork(void);

/* ---- pinned.c ---------------------------------------------------------------- */

/* What ct_device_functions says of these. */
char *ct_cuda_pin(size_t n);
void ct_cuda_unpin(char *data);
bool ct_cuda_is_pinned(const char *data);
/* The stream copies from or to this address, and nobody waits; false where it is not in
 * pinned memory. */
bool ct_cuda_pinned_use(const char *data, int index, cudaStream_t stream);
void ct_cuda_pinned_stream_ends(cudaStream_t stream);
void ct_cuda_pinned_after_fork(void);

/* ---- plan.c ------------------------------------------------------------------- */

/* An operand of a loop: a tensor, and the dtype that the loop works in. */
typedef struct ct_plan_operand {
    const ct_tensor *t;
    ct_dtype loop;
} ct_plan_operand;

typedef int (*ct_plan_run)(ct_device_loop *loop, void *context);
/* The loop over operand 0's elements, the others being broadcast to it; in several parts
 * where it has too many elements or dims. */
int ct_plan(int n, const ct_plan_operand *operands, ct_plan_run run, void *context);
/* A size below 2^31 as a divisor. */
ct_loop_size ct_plan_size(int64_t size);
/* Do all operands lie side by side, or are one element? Marks those that are. */
bool ct_plan_is_packed(ct_device_loop *loop, const ct_plan_operand *operands);

/* ---- copy.c ------------------------------------------------------------------- */

int ct_cuda_copy(ct_tensor *dst, ct_tensor *src);
int ct_cuda_copy_peer(ct_tensor *dst, ct_tensor *src);
int ct_cuda_copy_across(ct_tensor *dst, ct_tensor *src);
int ct_cuda_fill(ct_tensor *out, const void *value);
int ct_cuda_read(const ct_tensor *t, void *value);

/* ---- fault.c ------------------------------------------------------------------- */

struct ct_device_fault;
/* Where kernels of a device say what is wrong; NULL with the error set. */
struct ct_device_fault *ct_cuda_fault_of(int index);
/* The device's work was waited for: -1 with the error set if a kernel found a fault. */
int ct_cuda_waited(int index);

/* ---- rows ---------------------------------------------------------------------- */

/* The kernels of a family of rows that are no formulas. */
typedef struct ct_cuda_kernel {
    int id; /* CT_ID_<row> */
    ct_call_fn run; /* NULL ends an array */
} ct_cuda_kernel;

/* The lines of x and of out along dim, and the device in use; -1 with the error set. */
struct ct_device_lines;
int ct_cuda_lines(const ct_call *c, const ct_tensor *x, const ct_tensor *out, int dim,
                  struct ct_device_lines *l);
/* Enters the kernels of formula rows in the table. */
void ct_cuda_pointwise_init(void);
void ct_cuda_steps_init(void);
/* out = a b, of floats or integers, broadcast. */
int ct_cuda_multiply(ct_tensor *out, ct_tensor *a, ct_tensor *b);
/* A dtype that a kernel is lacking for: -1 with the error set. */
int ct_cuda_no_kernel(const ct_call *c, ct_dtype dtype);

#endif
