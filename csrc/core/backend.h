/* backend: devices whose functions lie in a library of their own, beside the extension,
 * that is opened when one of them is first asked for.
 *
 * It is called as the extension is, with the device's name for "_C": _cuda.cpython-...so;
 * CTENSOR_CUDA=emulate asks for _cuda_emulate.cpython-...so. It calls the functions of
 * the core that are marked CT_API, and so must have been built of the same headers and the
 * same op table, which rows/stamp.h tells. */
#ifndef CT_CORE_BACKEND_H
#define CT_CORE_BACKEND_H

#include "core/device.h"

/* What such a library shows. */
typedef struct ct_backend {
    const char *stamp; /* CT_STAMP */
    ct_device device;
    const ct_device_functions *functions;
} ct_backend;
#define CT_BACKEND_SYMBOL "ctensor_backend"

/* Opens and starts the device's backend, for `op`, unless it is there already; -1 with the
 * error set, which says what was looked for. */
int ct_backend_open(const char *op, ct_device device);

#endif
