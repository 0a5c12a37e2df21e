/* backend: see backend.h. */
#define _GNU_SOURCE 1

#include "core/backend.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rows/stamp.h"

enum { PATH = 1024 };

static const char *const names[CT_DEVICE_COUNT] = {[CT_DEVICE_CUDA] = "cuda"};

/* The path of the library that this code is in. */
static const char *own_path(void)
{
    Dl_info info;
    return dladdr((void *)ct_backend_open, &info) ? info.dli_fname : NULL;
}

/* The backend's path: the extension's with another name. False where it is too long. */
static bool path_of(ct_device device, const char *own, char *path)
{
    const char *wanted = getenv("CTENSOR_CUDA");
    bool emulated = wanted && strcmp(wanted, "emulate") == 0;
    const char *file = strrchr(own, '/');
    file = file ? file + 1 : own;
    const char *ending = strchr(file, '.');
    int n = snprintf(path, PATH, "%.*s_%s%s%s", (int)(file - own), own, names[device],
                     emulated ? "_emulate" : "", ending ? ending : ".so");
    return n > 0 && n < PATH;
}

/* The functions marked CT_API become visible to what is opened from now on. */
static void show_own(const char *own)
{
    dlopen(own, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
}

static int start(void *library, const char *path)
{
    const ct_backend *backend = dlsym(library, CT_BACKEND_SYMBOL);
    if (!backend || strcmp(backend->stamp, CT_STAMP) != 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected a backend that was built with this ctensor, got "
                        "another one; build it again: make cuda",
                        path);
    }
    return ct_device_register(backend->device, backend->functions);
}

int ct_backend_open(const char *op, ct_device device)
{
    char path[PATH];
    if (ct_device_of(device)) {
        return 0;
    }
    const char *own = names[device] ? own_path() : NULL;
    if (!own || !path_of(device, own, path)) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected a device of this build, got %s",
                        op, ct_device_name(device, 0));
    }
    show_own(own);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected a device of a loaded backend, got '%s': only the "
                        "CPU backend is loaded (ctensor.%s.is_available() tells); "
                        "looked for %s",
                        op, names[device], names[device], dlerror());
    }
    int status = start(library, path);
    if (status < 0) {
        dlclose(library);
    }
    return status;
}
