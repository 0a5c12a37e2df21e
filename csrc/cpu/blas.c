/* Opens OpenBLAS and looks its functions up. */
#define _GNU_SOURCE 1

#include "cpu/blas.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "cpu/lapack.h"

const ct_blas *ct_blas_library;

static ct_blas functions;

static const struct {
    const char *name;
    size_t offset;
} symbols[] = {
    {"scipy_cblas_cgemm", offsetof(ct_blas, cgemm)},
    {"scipy_cblas_zgemm", offsetof(ct_blas, zgemm)},
    {"scipy_openblas_set_num_threads", offsetof(ct_blas, set_num_threads)},
    {"scipy_openblas_get_config", offsetof(ct_blas, get_config)},
    {"scipy_openblas_get_corename", offsetof(ct_blas, get_corename)},
};

/* Loads the library with its threads turned off from the start: they would be created
 * here and never used. The variable is the library's own. */
static void *load(const char *path)
{
    static const char *name = "OPENBLAS_NUM_THREADS";
    const char *value = getenv(name);
    char *before = value ? strdup(value) : NULL;
    setenv(name, "1", 1);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (before) {
        setenv(name, before, 1);
        free(before);
    } else {
        unsetenv(name);
    }
    return library;
}

int ct_blas_open(const char *path)
{
    void *library = load(path);
    if (!library) {
        return ct_error(CT_ERR_RUNTIME, "BLAS: expected a library at %s, got: %s", path,
                        dlerror());
    }
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *function = dlsym(library, symbols[i].name);
        if (!function) {
            dlclose(library);
            return ct_error(CT_ERR_RUNTIME, "BLAS: expected %s in %s, got none",
                            symbols[i].name, path);
        }
        memcpy((char *)&functions + symbols[i].offset, &function, sizeof function);
    }
    if (ct_lapack_open(library, path) < 0) {
        dlclose(library);
        return -1;
    }
    functions.set_num_threads(1);
    ct_blas_library = &functions;
    return 0;
}

const char *ct_blas_describe(void)
{
    static char text[256];
    if (!ct_blas_library) {
        return "none";
    }
    snprintf(text, sizeof text, "%.180s, core type %.40s", functions.get_config(),
             functions.get_corename());
    return text;
}
