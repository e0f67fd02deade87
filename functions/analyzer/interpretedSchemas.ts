import * as z from 'zod';

/**
 * A run reads a few small documents once: zod takes less time to interpret their schemas than to compile them. To be
 * imported before any module with a schema.
 */
z.config({ jitless: true });
