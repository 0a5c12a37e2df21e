/* blas: the library lies in the package's own folder, so that editable installs work and
 * nothing is linked. Without the package products run on our own kernels. */
#include "python/blas.h"

#include "core/device.h"
#include "python/errors.h"

/* The package's folder, without importing it; NULL, maybe with an exception. */
static PyObject *package_folder(void)
{
    PyObject *util = PyImport_ImportModule("importlib.util"), *folder = NULL;
    PyObject *spec =
        util ? PyObject_CallMethod(util, "find_spec", "s", "scipy_openblas32") : NULL;
    if (spec && spec != Py_None) {
        PyObject *places = PyObject_GetAttrString(spec, "submodule_search_locations");
        folder = places ? PySequence_GetItem(places, 0) : NULL;
        Py_XDECREF(places);
    }
    Py_XDECREF(spec);
    Py_XDECREF(util);
    return folder;
}

static int init(PyObject *module)
{
    (void)module;
    PyObject *folder = package_folder();
    if (!folder) {
        PyErr_Clear();
        return 0;
    }
    PyObject *path = PyUnicode_FromFormat("%U/lib/libscipy_openblas.so", folder);
    const char *text = path ? PyUnicode_AsUTF8(path) : NULL;
    if (!text || ct_device_of(CT_DEVICE_CPU)->open_library(text) < 0) {
        ct_py_raise();
        PyErr_Clear(); /* show_config() says "none" */
    }
    Py_XDECREF(path);
    Py_DECREF(folder);
    return 0;
}

static PyObject *describe(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    return PyUnicode_FromString(ct_device_of(CT_DEVICE_CPU)->describe(CT_FACT_LIBRARY));
}

static PyMethodDef functions[] = {
    {"_blas", describe, METH_NOARGS, "What BLAS products use."},
    {NULL, NULL, 0, NULL},
};

const ct_concept ct_blas_concept = {.functions = functions, .init = init};
