import { type Address, type KernelProgram, kernelBytes } from './kernelProgram';

const [sketchSize, shrinkingFactor] = [2048, 0.64];

/** Parameters of the KLL sketch in Model Monitor's container (deequ's). */
export const kllParameters = { c: shrinkingFactor, k: sketchSize } as const;

let compiled: WebAssembly.Module | undefined;

/**
 * One instance of the kernel's program, and its memory. Only `quality/kernel` uses it: everything else calls the methods
 * of `Kernel` and of what it makes.
 */
export class KernelInstance {
  readonly program: KernelProgram;
  private view: Buffer;
  private scratch: Address = 0;
  private scratchSize = 0;

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(kernelBytes, 'base64'));
    const decimal = (start: Address, end: Address) => Number(this.bytes.toString('latin1', start, end));
    const abort = (): never => {
      throw new Error('the kernel is out of memory');
    };
    const { exports } = new WebAssembly.Instance(compiled, {
      numbers: { decimal },
      sketch: { capacityOf },
      env: { abort },
    });
    this.program = exports as KernelProgram;
    this.view = Buffer.from(this.program.memory.buffer);
  }

  /** The whole memory. Read it again after each call that may grow the memory. */
  get bytes(): Buffer {
    const { buffer } = this.program.memory;
    if (this.view.buffer !== buffer) this.view = Buffer.from(buffer);
    return this.view;
  }

  /** Numbers of the memory as doubles, valid until the memory grows. */
  doubles(at: Address, count: number): Float64Array {
    return new Float64Array(this.program.memory.buffer, at, count);
  }

  /** Puts bytes after the first `kept` bytes of the input, with `room` bytes after them. Returns the input's address. */
  load(bytes: Uint8Array, kept = 0, room = 0): Address {
    const input = this.program.inputOf(kept + bytes.length + room, kept);
    this.bytes.set(bytes, input + kept);
    return input;
  }

  /** Puts a text where the next call puts its own. */
  write(text: string): { readonly start: Address; readonly end: Address } {
    const maximum = 3 * text.length;
    if (maximum > this.scratchSize || this.scratch === 0) {
      this.scratchSize = 2 * maximum + 256;
      this.scratch = this.program.allocate(this.scratchSize);
    }
    return { start: this.scratch, end: this.scratch + this.bytes.write(text, this.scratch) };
  }
}

/** Items that a level of the sketch may hold, counted from the lowest (0). */
function capacityOf(level: number): number {
  return 2 * (Math.ceil((sketchSize * shrinkingFactor ** level) / 2) + 1);
}
