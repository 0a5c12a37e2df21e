/* tile_unit: the processor's unit for products of tiles (AMX), which a process has to ask
 * the system for: its registers make the state that is kept for each thread, and on
 * the stack of each signal handler, eight kilobytes larger. So it is asked at the first
 * product that would use it. */
#ifndef CT_CPU_TILE_UNIT_H
#define CT_CPU_TILE_UNIT_H

#include <stdbool.h>

/* Whether processor and system have one that multiplies bfloat16. */
bool ct_tile_unit_exists(void);
/* Whether this process may use it: asks at the first call, and keeps to the answer. */
bool ct_tile_unit_granted(void);

#endif
