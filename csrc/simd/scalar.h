/* What stands before functions of one number, and before their tables, that a device
 * (one_lane.h) compiles as its own: nothing on the CPU. */
#ifndef CT_SIMD_SCALAR_H
#define CT_SIMD_SCALAR_H

#ifndef CT_SCALAR
#define CT_SCALAR
#define CT_TABLE
#endif

#endif
