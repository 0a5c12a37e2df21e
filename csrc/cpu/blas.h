/* blas: OpenBLAS, opened at run time.
 *
 * The wheel `scipy-openblas32` holds it, with 32-bit integers, its symbols prefixed
 * scipy_. Nothing is linked: without the library the core works, on kernels of its own.
 *
 * NOTE [BLAS threads] The library runs each call on the calling thread; large products
 * are divided by us (gemm.c). So there is one pool of threads, not two that wait for the
 * same cores (its own keep spinning after a call: measured, a 64x128x64 product followed
 * by a loop over 131,072 elements took 88 us with them, 27 without), a product can be
 * interrupted, a forked child needs nothing of it, and the bits of a result depend less
 * on the number of threads. */
#ifndef CT_CPU_BLAS_H
#define CT_CPU_BLAS_H

enum { CT_BLAS_ROW_MAJOR = 101, CT_BLAS_NO_TRANS = 111, CT_BLAS_TRANS = 112 };

typedef struct ct_blas {
    void (*cgemm)(int order, int trans_a, int trans_b, int m, int n, int k,
                  const void *alpha, const void *a, int lda, const void *b, int ldb,
                  const void *beta, void *c, int ldc);
    void (*zgemm)(int order, int trans_a, int trans_b, int m, int n, int k,
                  const void *alpha, const void *a, int lda, const void *b, int ldb,
                  const void *beta, void *c, int ldc);
    void (*set_num_threads)(int n);
    char *(*get_config)(void);   /* "OpenBLAS 0.3.34 DYNAMIC_ARCH ..." */
    char *(*get_corename)(void); /* "SkylakeX": whose kernels it chose */
} ct_blas;

/* The open library; NULL when there is none. */
extern const ct_blas *ct_blas_library;

/* Opens the library at `path`. Returns -1 with the error set when it cannot be loaded
 * or lacks a function; the core then does without. */
int ct_blas_open(const char *path);

/* "OpenBLAS 0.3.34 ..., core type SkylakeX", or "none". */
const char *ct_blas_describe(void);

#endif
