/* dlpack: tensors to and from other libraries by the DLPack protocol.
 *
 * Both capsule forms are spoken: "dltensor" and, from version 1.0 on,
 * "dltensor_versioned", which alone can say that memory is read-only. A capsule that
 * has been consumed is renamed "used_..."; one that never is frees what it holds. */
#ifndef CT_PYTHON_EXCHANGE_DLPACK_H
#define CT_PYTHON_EXCHANGE_DLPACK_H

#include "core/tensor.h"
#include "python/concept.h"

/* A tensor over what o exports, by __dlpack__ or as a capsule. copy: None, True or
 * False; dl_device: the tuple to ask for, or NULL. */
ct_tensor *ct_dlpack_import(PyObject *o, PyObject *dl_device, PyObject *copy);
/* Does o export DLPack? */
bool ct_dlpack_check(PyObject *o);

extern const ct_concept ct_dlpack_concept;

#endif
