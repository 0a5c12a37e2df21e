/* images: tensors (N, C, *) as planes of places, or, where their channels come last, as
 * images of places with all channels side by side. */
#ifndef CT_CPU_IMAGES_H
#define CT_CPU_IMAGES_H

#include "cpu/plain.h"

/* Is t of dtype d, with `dims` dims behind (N, C), and without gaps, channels last? */
bool ct_images_last(const ct_tensor *t, ct_dtype d, int64_t dims);

/* As ct_plain_read and ct_plain_write; of a tensor whose channels are last (`last`) its
 * own data. */
void *ct_images_read(ct_plain *p, ct_tensor *t, ct_dtype d, bool last);
void *ct_images_write(ct_plain *p, ct_tensor *t, ct_dtype d, bool last);

/* As views whose channels come last, which are there as long as their memory is used. */
typedef struct ct_images {
    int n;
    ct_tensor *view[3];
} ct_images;

/* The view, which belongs to v; NULL with the error set. */
ct_tensor *ct_images_view(ct_images *v, ct_tensor *t);
/* The data of t with its channels side by side, to be read or (`written`) written. */
void *ct_images_side_by_side(ct_images *v, ct_plain *p, ct_tensor *t, ct_dtype d,
                             bool written);
void ct_images_drop(ct_images *v);

#endif
