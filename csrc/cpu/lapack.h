/* lapack: LAPACK's routines in the open BLAS, and loops over batches of matrices.
 *
 * LAPACK's matrices are columns one behind the other; results that it computes are laid
 * out so (ops/linalg.c), and operands are copied. A job says what is done with matrix i of
 * each of its arrays. Matrices are divided among our threads, each call runs on one (NOTE
 * [BLAS threads], blas.h), and Ctrl-C stops between them.
 *
 * Routines are Fortran's: arguments by address, the lengths of strings at the end. */
#ifndef CT_CPU_LAPACK_H
#define CT_CPU_LAPACK_H

#include "cpu/blas.h"
#include "ops/op.h"

/* clang-format off */
#define CT_LAPACK_ROUTINES(X) \
    X(gemm) X(trsm) X(potrf) X(getrf) X(getri) X(getrs) X(geqrf) \
    X(orgqr) X(syevd) X(geev) X(gesdd) X(gels) X(gelsy) X(gelsd) \
    X(sytrf) X(sytrs) X(hetrf) X(hetrs)
/* clang-format on */

typedef enum ct_lapack_routine {
#define CT_LAPACK_NAME(name) CT_LAPACK_##name,
    CT_LAPACK_ROUTINES(CT_LAPACK_NAME)
#undef CT_LAPACK_NAME
        CT_LAPACK_COUNT
} ct_lapack_routine;

/* For float32, float64, complex64, complex128; all NULL without a library. */
extern void (*ct_lapack[CT_LAPACK_COUNT][4])(void);

/* Looks the routines up in the library that dlopen gave; -1 with the error set. */
int ct_lapack_open(void *library, const char *path);

#define CT_LAPACK_ARRAYS 5

typedef struct ct_job ct_job;
/* Works on one matrix of each array; returns LAPACK's info. */
typedef int (*ct_job_fn)(const ct_job *j, char *const *x, char *room);

struct ct_job {
    int type;      /* 0 to 3: s, d, c, z */
    int m, n, k;   /* sizes, as the routine calls them */
    int lwork, lrwork, liwork;
    double number; /* what else the job has to know */
    double number2;
    int choice;
    char letter[2];
    int64_t count, cost; /* matrices; elements that one of them stands for */
    size_t room;         /* bytes that each thread gets */
    char *x[CT_LAPACK_ARRAYS];
    int64_t step[CT_LAPACK_ARRAYS]; /* bytes between matrices */
    ct_job_fn run;
    int32_t *info; /* of each matrix; NULL: kept by ct_job_run */
    const char *failure; /* the error of the first info that is not 0, or NULL */
};

/* A job on the matrices of x; -1 with the error set without a library. */
int ct_job_begin(const ct_call *c, ct_job *j, const ct_tensor *x);
/* Array i: the last `dims` dims of t are one element of the batch. */
void ct_job_array(ct_job *j, int i, const ct_tensor *t, int dims);
/* Room for `bytes` more; where they begin. */
size_t ct_job_room(ct_job *j, size_t bytes);
int ct_job_run(const ct_call *c, ct_job *j);

/* A copy of x, columns one behind the other: array i of the job, which the caller drops
 * after the run. `rows` is how many elements a column has room for, at least x's rows. */
ct_tensor *ct_job_copy(ct_job *j, int i, ct_tensor *x, int64_t rows);

/* Columns of n elements are at least one apart. */
static inline int ct_lapack_ld(int n)
{
    return n > 1 ? n : 1;
}
static inline size_t ct_lapack_size(int type)
{
    return (size_t[]){4, 8, 8, 16}[type];
}
static inline bool ct_lapack_complex(int type)
{
    return type > 1;
}
static inline bool ct_lapack_double(int type)
{
    return type & 1;
}
static inline size_t ct_lapack_real_size(int type)
{
    return ct_lapack_double(type) ? 8 : 4;
}
static inline int ct_lapack_least(int a, int b)
{
    return a < b ? a : b;
}
/* Bytes of a work array that another one follows. */
static inline size_t ct_lapack_rounded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}
/* Real number i of an array of the type's numbers; set to a value. */
static inline double ct_lapack_get(int type, const void *p, int64_t i)
{
    return ct_lapack_double(type) ? ((const double *)p)[i] : ((const float *)p)[i];
}
static inline void ct_lapack_set(int type, void *p, int64_t i, double value)
{
    if (ct_lapack_double(type)) {
        ((double *)p)[i] = value;
    } else {
        ((float *)p)[i] = (float)value;
    }
}
/* Are all n numbers finite? */
bool ct_lapack_finite(int type, const void *p, int64_t n);
/* The size that a query has written to a work array. */
int ct_lapack_lwork(int type, const void *work);

/* The info of a matrix with infinities or NaN, which no routine gives. */
enum { CT_LAPACK_NOT_FINITE = 1 << 30 };

#endif
