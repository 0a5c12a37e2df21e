/* checksum: CRC-32, as zip archives have it (of the reflected polynomial 0xedb88320).
 *
 * By multiplications without carry where the processor has them, at the speed of memory;
 * else by tables. Both give the same number. */
#ifndef CT_CORE_CHECKSUM_H
#define CT_CORE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of n bytes; `start` is that of all bytes before them, 0 at first. */
uint32_t ct_checksum(uint32_t start, const void *data, size_t n);

/* The same by tables, on any processor. */
uint32_t ct_checksum_tables(uint32_t start, const void *data, size_t n);

#endif
