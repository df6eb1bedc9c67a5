/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a logical unit keeps over a loss of power, as bytes: two slots of equal
 * size, written in turn.  A slot counts if its checksum is right; of two, the
 * later generation.  A write that was cut short spoils the older one only.
 *
 * A slot: 8 bytes of magic, generation (8), length of the sections (4), CRC-32C
 * of all that counts with this field zero (4), 8 reserved; then sections: id (2),
 * reserved (2), length (4), data, padded to a multiple of 8.  Big-endian.
 */
#ifndef T10_SLOTS_H
#define T10_SLOTS_H

#include "t10/env.h"

#define T10_SLOT_SIZE	8192
#define T10_SLOT_COUNT	2

/* Makes @slot one without sections; it is not valid until it is sealed. */
void t10_slot_init(u8 *slot);
/* Puts @len bytes in the place of section @id; none: takes it out.  False: no room, unchanged. */
bool t10_slot_put(u8 *slot, u16 id, const void *data, u32 len);
/* Section @id of a valid slot, and its length; NULL: there is none. */
const u8 *t10_slot_get(const u8 *slot, u16 id, u32 *len);
/* Gives it its generation and checksum. */
void t10_slot_seal(u8 *slot, u64 generation);
/* Whether the checksum is right and the sections fit; any bytes may be looked at. */
bool t10_slot_valid(const u8 *slot);
u64 t10_slot_generation(const u8 *slot);
/* Which of the slots that follow each other at @slots counts; -1: neither. */
int t10_slot_newest(const u8 *slots);

#endif
