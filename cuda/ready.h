/* ready: operands and results of a kernel as it takes them, in rows and of one dtype, where
 * they are not so already, and room beside them.
 *
 *     ct_ready r;
 *     ct_ready_begin(&r, x);
 *     const void *from = ct_ready_read(&r, x, CT_DTYPE_F32);
 *     void *to = ct_ready_write(&r, out, CT_DTYPE_F32);
 *     if (!r.failed) {
 *         launch(to, from, r.stream);
 *     }
 *     return ct_ready_end(&r);
 *
 * What fails is NULL and marks all as failed; the next calls then do nothing. */
#ifndef CT_CUDA_READY_H
#define CT_CUDA_READY_H

#include "host.h"

enum { CT_READY_MOST = 48 };

typedef struct ct_ready {
    bool failed;
    int n, index;
    cudaStream_t stream;
    ct_tensor *held[CT_READY_MOST];
    ct_tensor *out[CT_READY_MOST]; /* borrowed: gets the values of held[i] in the end */
} ct_ready;

/* The device of `place` is in use, and its current stream the one to launch into. */
void ct_ready_begin(ct_ready *r, const ct_tensor *place);
/* Holds t (steals it; NULL is a failure) until the end; t. */
ct_tensor *ct_ready_keep(ct_ready *r, ct_tensor *t);
/* The data of t, also where t is a number of the host's; NULL where t is NULL, an operand
 * that is not given. */
void *ct_ready_read(ct_ready *r, ct_tensor *t, ct_dtype d);
/* Where the result is to be written. */
void *ct_ready_write(ct_ready *r, ct_tensor *out, ct_dtype d);
/* Memory of the device until the end. */
void *ct_ready_room(ct_ready *r, int64_t bytes);
/* A copy of memory of the host's on the device until the end. */
void *ct_ready_send(ct_ready *r, const void *data, int64_t bytes);
/* A word of memory that r holds, once the device has come there; -1 with the error set. */
int ct_ready_word(ct_ready *r, const int64_t *from, int64_t *value);
/* Lets go of what is held from number `n` on. */
void ct_ready_let(ct_ready *r, int n);
/* -1 with the error set unless a kernel that counts elements by 32 bits can have so many. */
int ct_ready_few(const ct_call *c, int64_t numel);
/* What the device was told in r's name is all: results get their values. The status. */
int ct_ready_end(ct_ready *r);
/* The same for results that have their values already. */
int ct_ready_drop(ct_ready *r);

/* Are all of these addresses (NULL or not) and `bytes` multiples of 16? */
bool ct_ready_packs(int64_t bytes, int n, const void *const *data);

#endif
