/* meet: additions by a warp to places that may be the same, always in one order: of lanes
 * that name one place the first adds what all of them have, in the order of lanes. */
#ifndef CT_KERNELS_MEET_CUH
#define CT_KERNELS_MEET_CUH

#include "kernels/device.cuh"

template <class A> struct ct_meeting { /* of a warp, in shared memory */
    int64_t place[32];
    A value[32];
};

/* All lanes call it; a place below 0 takes no part. */
template <class A>
CT_DEVICE static inline void ct_meet(ct_meeting<A> *m, A *to, int64_t place, A value)
{
    int lane = (int)(threadIdx.x % 32);
    m->place[lane] = place;
    m->value[lane] = value;
    __syncwarp();
    bool first = place >= 0;
    A sum = 0;
    for (int i = 0; i < 32; i++) {
        if (m->place[i] == place) {
            first = first && i >= lane;
            sum += m->value[i];
        }
    }
    if (first) {
        to[place] += sum;
    }
    __syncwarp();
}

#endif
