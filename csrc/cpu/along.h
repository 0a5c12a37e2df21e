/* along: kernels that work along one dim, on rows made contiguous.
 *
 * NOTE [Long rows] Rows of up to CT_ROW_LONG elements are shared out among the threads,
 * each row done by one. Longer ones are done one after another, each in pieces whose
 * ends depend on its length alone: so one row keeps all threads busy, Ctrl-C has not
 * long to wait, and the result is the same for any number of threads. */
#ifndef CT_CPU_ALONG_H
#define CT_CPU_ALONG_H

#include "ops/op.h"

#define CT_ROW_LONG 131072
#define CT_PIECES_MAX 256

/* The length of the pieces of a long row; there are at most CT_PIECES_MAX. */
int64_t ct_row_piece(int64_t n);

typedef struct ct_rows {
    ct_dtype dtype;
    int64_t n, count; /* elements of a row, rows */
    int64_t bytes;    /* of a row */
    const char *x;
    char *y; /* may be x */
} ct_rows;

/* Argument 0's rows along the dim that is asked (-1: all as one) through `map` into out[0], in
 * the dtype `work`. */
int ct_along_map(ct_call *c, ct_dtype work, int (*map)(const ct_rows *rows));

/* Tensors of one shape whose dims lie in memory in another order, without gaps, the same
 * in all of them: each is replaced by a row-major view of it, else by itself; new
 * references. Where `dim` is then; -1, and no references, with the error set. */
int ct_along_turn(int n, ct_tensor **t, int dim);

/* Can the rows be read and written where they lie, some side by side at a time? */
bool ct_along_strips(const ct_tensor *x, const ct_tensor *out, int dim, ct_dtype work);

/* x with `dim` last, contiguous and of the dtype; dim -1: flattened to one row. New
 * reference; rows of the result are runs of its last size. */
ct_tensor *ct_along_rows(ct_tensor *x, int dim, ct_dtype dtype);
/* The inverse view: rows `t`, shaped as ct_along_rows made them, with the last dim at
 * `dim` again. New reference. */
ct_tensor *ct_along_back(ct_tensor *t, int dim);

/* log(sum(exp(x))) of a contiguous row of float32 or, `wide`, float64 to *y. */
int ct_row_logsumexp(bool wide, void *y, const void *x, int64_t n);

#endif
