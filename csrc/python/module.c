/* PyInit__C. The order matters: errors first, then what tensors are made of, the op
 * table, the Tensor type made of all concepts, and last the concepts' own parts. */
#define CT_NUMPY_IMPORT
#include "python/exchange/numpy_api.h"

#include "core/device.h"
#include "core/runtime.h"
#include "ops/op.h"
#include "python/arguments/bind.h"
#include "python/errors.h"
#include "python/module.h"
#include "python/override/table.h"
#include "python/runtime_hooks.h"
#include "python/type/tensor_type.h"

#define CT_CONCEPT(name) extern const ct_concept ct_##name##_concept;
#include "python/concepts.def"

const ct_concept *const ct_concepts[] = {
#define CT_CONCEPT(name) &ct_##name##_concept,
#include "python/concepts.def"
    NULL,
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "ctensor._C",
    .m_doc = "The C engine of ctensor; use it through the package.",
    .m_size = -1,
};

/* The core, from the bottom up. */
static int init_core(void)
{
    if (ct_py_runtime_init() < 0) {
        return -1;
    }
    ct_ops_init();
    return ct_devices_init() < 0 ? ct_py_raise_int() : 0;
}

/* Of two functions with one name the last wins, so the generated ones go first. */
static int init_concepts(PyObject *module)
{
    if (PyModule_AddFunctions(module, ct_bind_concept.functions) < 0) {
        return -1;
    }
    for (int i = 1; ct_concepts[i]; i++) { /* 0: errors, done */
        const ct_concept *k = ct_concepts[i];
        if (k != &ct_bind_concept && ct_override_functions(k->functions) < 0) {
            return -1;
        }
        if ((k->functions && k != &ct_bind_concept &&
             PyModule_AddFunctions(module, k->functions) < 0) ||
            (k->init && k->init(module) < 0)) {
            return -1;
        }
    }
    return 0;
}

PyMODINIT_FUNC PyInit__C(void)
{
    import_array();
    PyObject *module = PyModule_Create(&definition);
    if (!module) {
        return NULL;
    }
    if (ct_concepts[0]->init(module) < 0 || init_core() < 0 ||
        ct_py_bind_prepare() < 0 || ct_py_tensor_type_ready() < 0 ||
        init_concepts(module) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
