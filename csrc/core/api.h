/* api: what a backend in a library of its own may call of the core.
 *
 * All else of the extension is hidden. A declaration with CT_API is found by a library that
 * is opened at run time (backend.h), and called within the extension as fast as before: it
 * is linked with -Bsymbolic. */
#ifndef CT_CORE_API_H
#define CT_CORE_API_H

#define CT_API __attribute__((visibility("default")))

#endif
