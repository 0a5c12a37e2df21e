/* meta: the device without memory. Its tensors have a dtype, a shape, strides and a storage
 * of some size, and no values: a row's check says what the result looks like, and there is
 * nothing to run. So a model of any size can be built, and its shapes inferred. */
#ifndef CT_META_META_H
#define CT_META_META_H

void ct_meta_init(void);

#endif
