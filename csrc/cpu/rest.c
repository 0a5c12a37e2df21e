/* rest: see rest.h. */
#include "cpu/rest.h"

#include <string.h>

enum { OPERANDS = CT_MAX_OPERANDS + 2, ROOM = 32 }; /* bytes of two vectors */

void ct_loop_rest(ct_loop loop, ct_rest rest, char *const *ptrs, int64_t i, int64_t n,
                  const ct_value *arg)
{
    _Alignas(16) char room[1 + OPERANDS][ROOM] = {{0}};
    char *copies[1 + OPERANDS] = {room[0]};
    size_t left = (size_t)(n - i);
    for (int k = 1; k <= rest.operands; k++) {
        copies[k] = room[k];
        memcpy(room[k], ptrs[k] + i * rest.element, left * rest.element);
    }
    loop(copies, rest.lanes, arg);
    memcpy(ptrs[0] + i * rest.result, room[0], left * rest.result);
}
